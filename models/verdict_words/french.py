"""Français."""

from models.verdict_words.vocabulary import Vocabulary, phrases

FRENCH = Vocabulary(
    free_yes=phrases("""
        ça me va, ça nous va, c'est bon, tout est bon, bon pour moi, ok pour moi, c'est ok, c'est ok pour moi, ça me
        convient, ça me plaît, j'approuve, je valide, on valide, nous validons, bon à tirer, bon pour publication, feu
        vert, rien à redire, aucune objection, c'est parfait, c'est validé, c'est approuvé, c'est très bien, c'est
        super, je suis d'accord, pouce levé, j'aime bien, tout me va
    """),
    strict_yes=phrases("""
        approuvé, approuvée, approuvés, approuvées, validé, validée, validés, validées, accepté, acceptée, est ok, est
        bon, sont ok, sont bons, est parfait, est validé, est validée, est approuvé, est approuvée
    """),
    bare_yes=phrases("parfait, nickel, impeccable, parfaite, bat"),
    free_no=phrases("""
        pas ok, pas bon, pas bien, c'est pas bon, ce n'est pas bon, ce n'est pas ok, ça ne va pas, ça va pas, ne va
        pas, pas comme ça, ne me plaît pas, me plaît pas, ne me convient pas, me convient pas, je refuse, je rejette,
        pas d'accord, pas acceptable, inacceptable, je n'aime pas, j'aime pas, n'est pas bon, n'est pas ok
    """),
    strict_no=phrases("refusé, refusée, refusés, rejeté, rejetée, rejetés"),
    wishes=phrases("""
        avec modifications, avec des modifications, avec quelques modifications, avec changements, modifications
        nécessaires, à revoir, à retravailler, des modifications à faire, à corriger
    """),
    verbs=phrases("""
        changer, changez, change, modifier, modifiez, modifie, déplacer, déplacez, déplace, enlever, enlevez, enlève,
        remplacer, remplacez, remplace, corriger, corrigez, corrige, ajuster, ajustez, ajuste, retoucher, retouchez,
        éclaircir, éclaircissez, assombrir, agrandir, agrandissez, réduire, réduisez, recadrer, recadrez, supprimer,
        supprimez, supprime, ajouter, ajoutez, ajoute, mettre, mettez, centrer, centrez
    """),
    changed=phrases("""
        changé, changée, modifié, modifiée, déplacé, déplacée, enlevé, remplacé, remplacée, corrigé, corrigée, ajusté,
        retouché, recadré, supprimé, agrandi, réduit, éclairci
    """),
    comparatives=phrases("""
        plus clair, plus claire, plus sombre, plus foncé, plus grand, plus grande, plus petit, plus petite, plus haut,
        plus bas, plus large, plus net, plus nette, plus chaud, plus à gauche, plus à droite
    """),
    obligations=phrases("il faut, il faudrait, faut, doit, doivent, devrait, devraient"),
    please=phrases("""
        svp, stp, s'il vous plaît, s'il te plaît, merci de, veuillez
    """),
    determiners=phrases("le, la, les, l, un, une, des, ce, cette, ces, tout, tous, votre, ton, du, plus, moins"),
    conditions=phrases("""
        si, mais, quand, lorsque, dès que, à condition, une fois, pourvu, après, cependant, toutefois, avant
    """),
    exceptions=phrases("sauf, hormis, à part, excepté, mis à part"),
    thanks=phrases("merci"),
    limits=phrases("seulement, uniquement, partiellement"),
    negations=phrases("pas, jamais, aucun, aucune, ni, rien, non, sans, ne"),
    not_yet=phrases("encore"),
    doubts=phrases("""
        serait, sera, seront, peut-être, presque, bientôt, demain, hier, déjà, probablement, espère, attends,
        attendons, attend, pourrait, était, faudra, devra, normalement
    """),
    reports=phrases("""
        dit, disait, pense, écrit, veut, voulait, selon, d'après, demande, confirme, confirmé, trouvait
    """),
    selves=phrases("je, nous, moi, j'ai"),
    openers=phrases("""
        est-ce, est-il, est-elle, sont-ils, qui, quand, pourquoi, comment, peut-on, peux-tu, pouvez-vous, quel,
        quelle, quels, c'est-à-dire, as-tu, avez-vous, a-t-on
    """),
    because=phrases("car, parce, puisque, vu, à cause"),
    regrets=phrases("non, désolé, désolée, malheureusement, hélas"),
    harmless=phrases("""
        pas de problème, pas de problèmes, pas de souci, pas de changement, pas de modification, aucun changement,
        aucune modification, sans modification, sans modifications, sans changement, rien à changer, rien à ajouter,
        pas mal, aucun souci, aucun problème
    """),
    elsewhere=phrases("réunion, délai, date, canal, tâche, rappel, échéance, statut"),
    fillers=phrases("""
        ça, c'est, ce, cette, le, la, les, est, sont, tout, toute, tous, toutes, très, bien, vraiment, beaucoup,
        super, génial, top, beau, belle, travail, bravo, oui, ouais, ok, d'accord, alors, donc, pour, ma, part, mon,
        côté, de, par, image, images, photo, photos, fichier, voilà, salut, bonjour, aussi, en, l'ensemble, bon,
        désolé, moi, publication, trouve, que, notre, me, va
    """),
    pictures=phrases("image, images, photo, photos, numéro, n, fichier"),
    vague=phrases("""
        les autres, l'autre, le reste, la première, le premier, la deuxième, le deuxième, la dernière, le dernier, les
        deux, les premières, les premiers, certaines, certains, celle-ci, celui-ci, celle-là
    """),
    ranges=phrases("à"),
    joins=phrases("et, ou"),
    towards=phrases("pour, par, de"),
)
