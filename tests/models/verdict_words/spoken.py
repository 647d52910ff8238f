"""What people write below a card, in four languages, and what each of it sounds like."""

ENGLISH = {
    "yes": """
        lgtm
        LGTM!!!
        Lgtm 🎉
        looks good to me
        Looks great, thanks Anna!
        approved
        Approved.
        Approved from my side 👏
        *approved*
        ship it
        Ship it! 🚀
        👍
        👍🏽
        👍👍
        :+1:
        :+1::skin-tone-3:
        :thumbsup:
        ✅
        +1
        ok
        Okay!
        perfect
        works for me
        fine by me, great crop
        I approve
        approve
        this is ok
        it's approved
        all good, ship it
        approved, no further changes
        no objections
        great work everyone, looks perfect
        <@U0UPLOADER>, approved
        thumbs up from me
        LGTM, love the new crop
        looks good on mobile
        As I said, approved
        > is this ok now?\\nyes, looks good to me
    """,
    "no": """
        not ok because the logo is wrong
        this is not ok
        not good enough
        rejected
        Rejected: the licence has ended
        I reject this
        doesn't work for me
        👎
        :-1:
        sorry, not like this
        no, not like this
        I don't like it
        no-go
        isn't good, the skin looks green
    """,
    "wish": """
        please change the logo
        Change the logo please
        looks good if the logo moves
        looks good but please move the logo
        Looks good, just crop the left side
        approved with changes
        approved, but the logo must be bigger
        once the logo is moved, it's approved
        LGTM. Please move the logo though.
        brighter please
        almost there, please make it warmer
        the logo needs to be bigger
        needs work
        requesting changes
        remove the watermark
        lgtm except the watermark
        please use the other font
        approved as soon as the logo is gone
    """,
    "nothing": """
        is this approved?
        lgtm?
        looks good ?
        approved?!
        lgtm？
        is this approved
        who approves this
        can we ship it
        not approved yet
        this is not approved
        not ok yet
        > lgtm
        &gt; approved
        >>> approved\\nlgtm
        `lgtm`
        ```\\nlgtm\\n```
        ~lgtm~
        Bo wrote "approved"
        “looks good to me”
        Anna said ok
        Anna says it looks good
        Legal: approved
        approved by Anna
        <@U0BRAND> approved
        Anna approved this
        the client thinks it looks good
        looks good to Anna
        let me know when it's approved
        waiting for approval
        please approve
        could be approved tomorrow
        would be ok
        I already approved that yesterday
        almost approved
        I can't approve this
        please don't change anything
        please change the deadline
        please move the meeting
        Approved pictures are in the library
        ok thanks
        ok, thanks
        all good questions
        thank you all good work
        I approve on behalf of legal
        ship it to the client
        https://example.com/approved
        thanks 👍
        will do 👍
        lgtm 🤔
        approved for web only
        tell me if it looks good
        where is the logo
        I changed the logo
        great
        yes
        no
        good morning
    """,
}
GERMAN = {
    "yes": """
        passt
        Passt!
        passt so, danke
        passt für mich
        freigegeben
        Freigegeben 👍
        Hiermit freigegeben.
        von meiner Seite freigegeben
        Sieht gut aus!
        Die Bilder sehen super aus
        Gefällt mir sehr
        ich gebe das frei
        für mich in Ordnung
        genehmigt
        kann so raus
        Keine Einwände
        Perfekt!
        passt, keine Änderungen
        Daumen hoch
    """,
    "no": """
        nein, so nicht
        So nicht!
        passt nicht
        gefällt mir nicht
        gefällt mir leider gar nicht
        abgelehnt
        Abgelehnt, weil die Lizenz fehlt
        nicht ok, das Logo ist falsch
        das geht so nicht
        ich lehne ab
    """,
    "wish": """
        bitte das Logo ändern
        Bitte etwas heller
        heller bitte
        sieht gut aus, aber bitte das Logo größer
        freigegeben mit Änderungen
        passt, wenn das Logo kleiner ist
        das Logo muss größer
        bitte den Hintergrund aufhellen
        freigegeben, sobald der Horizont gerade ist
        Passt bis auf das Logo
        bitte überarbeiten
    """,
    "nothing": """
        passt das?
        passt das so
        passt noch nicht
        noch nicht freigegeben
        ist das freigegeben
        wann wird das freigegeben
        Anna sagt, es passt
        laut Legal freigegeben
        von Anna freigegeben
        wäre ok
        wird morgen freigegeben
        bitte freigeben
        bitte nichts ändern
        bitte den Termin verschieben
        „freigegeben“
        ok danke
        ja
        schön
        sag Bescheid, ob es passt
    """,
}
FRENCH = {
    "yes": """
        ça me va
        Ça me va très bien !
        c'est bon pour moi
        ok pour moi
        validé
        Validée ✅
        approuvé de ma part
        je valide
        J’approuve
        bon à tirer
        rien à redire
        Parfait !
        feu vert
        c'est parfait, bravo
    """,
    "no": """
        ça ne va pas
        pas bon
        pas comme ça
        non, pas ok
        ça ne me plaît pas
        refusé
        Refusé car la licence manque
        je refuse
    """,
    "wish": """
        merci de changer le logo
        plus clair svp
        c'est bon si le logo est plus petit
        validé mais le logo doit être plus grand
        ça me va sauf le logo
        il faut recadrer l'image
        approuvé avec modifications
        déplacez le logo s'il vous plaît
    """,
    "nothing": """
        c'est validé ?
        est-ce que c'est bon
        pas encore validé
        Anna dit que c'est bon
        selon Anna, c'est validé
        validé par Anna
        c'est validé par Léa
        ce sera validé demain
        « validé »
        ok merci
        ne changez pas le logo s'il vous plaît
        presque parfait
    """,
}
SPANISH = {
    "yes": """
        aprobado
        Aprobada ✅
        Sí, aprobado
        si, aprobado
        me gusta mucho
        se ve bien
        está bien para mí
        visto bueno
        por mí bien
        lo apruebo
        Perfecto
        aprobado, sin cambios
        luz verde
    """,
    "no": """
        no me gusta
        no está bien
        así no
        rechazado
        Rechazado porque falta la licencia
        lo rechazo
        no se ve bien
    """,
    "wish": """
        por favor cambia el logo
        más claro por favor
        aprobado si se mueve el logo
        me gusta pero el logo debe ser más grande
        aprobado con cambios
        hay que recortar la imagen
        quita el logo por favor
        está bien salvo el logo
    """,
    "nothing": """
        ¿aprobado?
        ¿está aprobado
        aprobado?
        todavía no está aprobado
        Anna dice que está bien
        según Anna, aprobado
        aprobado por Anna
        será aprobado mañana
        ya está aprobado
        «aprobado»
        ok gracias
        casi perfecto
        por favor no cambies nada
    """,
}
LANGUAGES = {"english": ENGLISH, "german": GERMAN, "french": FRENCH, "spanish": SPANISH}


def sentences(*sounds: str) -> list[tuple[str, str]]:
    """`(text, what it sounds like)`; of these sounds, or all of them."""
    return [
        (line.strip().replace("\\n", "\n"), sound)
        for language in LANGUAGES.values()
        for sound, written in language.items()
        if sound in sounds or not sounds
        for line in written.strip().splitlines()
    ]
