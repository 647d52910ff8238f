"""Español."""

from models.verdict_words.vocabulary import Vocabulary, phrases

SPANISH = Vocabulary(
    free_yes=phrases("""
        se ve bien, se ve genial, se ve perfecto, se ven bien, se ve muy bien, queda bien, quedan bien, quedó bien, me
        gusta, nos gusta, me gustan, me parece bien, me parece perfecto, por mí bien, por mí ok, por mi parte ok, está
        bien, están bien, está perfecto, está genial, todo bien, todo ok, lo apruebo, la apruebo, los apruebo, las
        apruebo, apruebo, aprobamos, doy el visto bueno, visto bueno, luz verde, sin objeciones, nada que objetar,
        pulgar arriba, me encanta, para mí está bien, estoy de acuerdo
    """),
    strict_yes=phrases("""
        aprobado, aprobada, aprobados, aprobadas, aceptado, aceptada, está ok, está aprobado, está aprobada, están ok,
        es perfecto
    """),
    bare_yes=phrases("perfecto, perfecta, adelante, conforme"),
    free_no=phrases("""
        no me gusta, no nos gusta, no me gustan, no está bien, no están bien, no se ve bien, no queda bien, así no, no
        ok, no está ok, no va, no funciona, no vale, lo rechazo, la rechazo, rechazo, no es aceptable, inaceptable,
        pulgar abajo, no me convence, no me parece bien
    """),
    strict_no=phrases("rechazado, rechazada, rechazados, rechazadas"),
    wishes=phrases("""
        con cambios, con modificaciones, con pequeños cambios, necesita cambios, requiere cambios, hacen falta
        cambios, hay que cambiarlo
    """),
    verbs=phrases("""
        cambiar, cambia, cambie, cambien, cambiad, mover, mueve, mueva, muevan, quitar, quita, quiten, reemplazar,
        reemplaza, reemplacen, sustituir, sustituye, corregir, corrige, corrija, corrijan, ajustar, ajusta, ajuste,
        ajusten, retocar, retoca, retoquen, aclarar, aclara, aclaren, oscurecer, oscurece, agrandar, agranda, reducir,
        reduce, recortar, recorta, recorten, eliminar, elimina, eliminen, añadir, añade, poner, pon, pongan, borrar,
        borra, centrar
    """),
    changed=phrases("""
        cambiado, cambiar, mover, movido, quitar, quitado, reemplazado, corregir, corregido, ajustar, ajustado,
        retocar, aclarar, recortar, recortado, agrandar, reducir, eliminado, eliminar
    """),
    comparatives=phrases("""
        más claro, más clara, más oscuro, más oscura, más grande, más pequeño, más pequeña, más alto, más bajo, más
        nítido, más brillante, más cálido, más a la izquierda, más a la derecha
    """),
    obligations=phrases("hay que, debe, deben, debería, deberían, tiene que, tienen que, habría que"),
    please=phrases("por favor, porfa, porfavor"),
    determiners=phrases("el, la, los, las, un, una, ese, esa, este, esta, lo, todo, todos, más, menos, tu, su, al"),
    conditions=phrases("si, pero, cuando, siempre que, en cuanto, después, sin embargo, antes, hasta que, una vez"),
    exceptions=phrases("salvo, excepto, menos, aparte de"),
    thanks=phrases("gracias"),
    limits=phrases("solo, solamente, únicamente, parcialmente"),
    negations=phrases("no, nunca, jamás, tampoco, ningún, ninguna, ni, nada, sin"),
    not_yet=phrases("todavía, aún"),
    doubts=phrases("""
        sería, será, serán, quizás, quizá, casi, pronto, mañana, ayer, ya, probablemente, ojalá, espero, esperando,
        podría, estaría, estaba, fue, falta, supongo
    """),
    reports=phrases("""
        dice, dijo, piensa, escribió, quiere, quería, según, cree, preguntó, pregunta, confirma, confirmó
    """),
    selves=phrases("yo, nosotros, mí"),
    openers=phrases("quién, qué, dónde, cómo, por qué, puedes, podemos, podéis, pueden, cuál"),
    because=phrases("porque, ya que, pues, debido"),
    regrets=phrases("no, lo siento, lamentablemente, desgraciadamente, perdón"),
    harmless=phrases("""
        sin cambios, sin ningún cambio, sin problema, sin problemas, ningún cambio, ningún problema, no hay problema,
        no hay cambios, nada que cambiar, nada que añadir, no está mal
    """),
    elsewhere=phrases("reunión, fecha, plazo, canal, tarea, recordatorio, estado, contraseña"),
    fillers=phrases("""
        esto, eso, este, esta, esa, ese, el, la, los, las, es, está, están, son, todo, todos, todas, muy, bien,
        realmente, muchas, genial, excelente, súper, buen, buena, trabajo, bueno, sí, ok, vale, entonces, para, por,
        mi, parte, de, imagen, imágenes, foto, fotos, archivo, hola, también, lo, parece, queda, equipo, publicación,
        lado, que, al
    """),
    pictures=phrases("imagen, imágenes, foto, fotos, número, núm, archivo"),
    vague=phrases("""
        los otros, las otras, la otra, el otro, el resto, la primera, el primero, la segunda, el segundo, la última,
        el último, ambos, ambas, las dos, los dos, algunas, algunos
    """),
    ranges=phrases("a"),
    joins=phrases("y, e, o"),
    towards=phrases("para, por"),
)
