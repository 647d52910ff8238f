"""Deutsch."""

from models.verdict_words.vocabulary import Vocabulary, phrases

GERMAN = Vocabulary(
    free_yes=phrases("""
        sieht gut aus, sehen gut aus, sieht super aus, sieht toll aus, sieht klasse aus, sieht prima aus, schaut gut
        aus, sieht sehr gut aus, sehen super aus, sehen toll aus, gefällt mir, gefällt uns, gefallen mir, passt für
        mich, passt für uns, passt so, passt schon, finde ich gut, finde ich super, passt mir, ok für mich, okay für
        mich, für mich ok, für mich okay, für mich in ordnung, für mich passt, von mir aus ok, von mir aus gerne,
        alles gut, alles ok, kann so raus, kann raus, können so raus, gebe ich frei, ich gebe frei, gebe frei, geben
        wir frei, gebe ich hiermit frei, ich gebe das frei, keine einwände, keine einwand, kein einwand, nichts
        auszusetzen, daumen hoch, grünes licht, meinen segen, passt alles
    """),
    strict_yes=phrases("""
        passt, passen, freigegeben, genehmigt, abgenommen, in ordnung, ist ok, ist okay, sind ok, ist gut, ist super,
        ist perfekt, freigabe erteilt, meine freigabe
    """),
    bare_yes=phrases("perfekt, freigabe, prima, einverstanden, gekauft, genehmigung"),
    free_no=phrases("""
        so nicht, nicht ok, nicht okay, nicht gut, nicht in ordnung, passt nicht, passt so nicht, passt mir nicht,
        passt gar nicht, geht nicht, geht so nicht, geht gar nicht, geht leider nicht, gefällt mir nicht, gefällt mir
        gar nicht, gefällt mir so nicht, gefällt mir leider nicht, gefällt mir leider gar nicht, gefällt uns nicht,
        sieht nicht gut aus, so geht das nicht, das geht so nicht, lehne ich ab, ich lehne ab, lehne ab, lehnen wir
        ab, nicht akzeptabel, inakzeptabel, kann so nicht raus, daumen runter, kann ich so nicht freigeben, nicht
        zufrieden
    """),
    strict_no=phrases("abgelehnt, zurückgewiesen"),
    bare_no=phrases("ablehnung"),
    wishes=phrases("""
        mit änderungen, mit kleinen änderungen, mit einer änderung, änderungen nötig, änderung nötig, bitte
        überarbeiten, noch änderungen, braucht änderungen, muss überarbeitet werden, bitte nacharbeiten
    """),
    verbs=phrases("""
        ändere, ändert, ändern, aendern, verschiebe, verschiebt, verschieben, tausche, tauscht, tauschen, austauschen,
        ersetze, ersetzt, ersetzen, entferne, entfernt, entfernen, anpassen, korrigiere, korrigieren, aufhellen,
        abdunkeln, zuschneiden, beschneiden, überarbeiten, nacharbeiten, vergrößern, verkleinern, schärfen, drehen,
        rücken, weglassen, löschen, hinzufügen, ergänzen, retuschieren, begradigen
    """),
    changed=phrases("""
        geändert, verschoben, getauscht, ausgetauscht, ersetzt, entfernt, angepasst, korrigiert, aufgehellt,
        abgedunkelt, zugeschnitten, beschnitten, überarbeitet, vergrößert, verkleinert, geschärft, gedreht, gelöscht,
        ergänzt, weg, ändern, verschieben, raus, retuschiert, begradigt
    """),
    comparatives=phrases("""
        heller, dunkler, größer, kleiner, breiter, schmaler, schmäler, wärmer, kälter, schärfer, weicher, höher,
        tiefer, enger, kräftiger, dezenter
    """),
    obligations=phrases("muss, müssen, müsste, müssten, sollte, sollten, soll, sollen, darf, gehört"),
    please=phrases("bitte, bittesehr"),
    determiners=phrases("""
        das, den, die, dem, der, dies, dieses, es, ein, eine, einen, alle, beide, mehr, weniger, noch
    """),
    conditions=phrases("""
        wenn, falls, sobald, sofern, vorausgesetzt, nachdem, aber, jedoch, allerdings, ob, solange, bevor
    """),
    exceptions=phrases("außer, bis auf, abgesehen von, ausgenommen"),
    thanks=phrases("danke, dank, dankeschön"),
    limits=phrases("nur, teilweise, lediglich"),
    negations=phrases("nicht, nie, niemals, kein, keine, keinen, keiner, keinem, nichts, weder, ohne, nein"),
    not_yet=phrases("noch"),
    doubts=phrases("""
        wäre, wird, würde, werden, könnte, vielleicht, hoffentlich, wahrscheinlich, fast, beinahe, bald, morgen,
        gestern, schon, bereits, wurde, wurden, war, warte, warten, vermutlich, eigentlich, wohl, hätte, bräuchte,
        brauche, sei
    """),
    reports=phrases("""
        sagt, sagte, meint, meinte, findet, fand, schrieb, schreibt, laut, angeblich, gesagt, gemeint, möchte, wollte,
        bestätigte, fragte, fragt
    """),
    selves=phrases("ich, wir, mir, uns, mich"),
    openers=phrases("""
        wer, was, wann, wo, warum, wieso, weshalb, wie ist, wie sieht, wie war, wie steht, wie geht, welche, welches,
        ist das, ist es, ist dies, ist alles, ist der, ist die, sind die, sind alle, sind das, sind wir, kann man,
        kann ich, kann das, können, könnt, kannst, soll, sollen, hat, haben, habt, darf, wird, muss ich, muss das,
        habe
    """),
    asked=phrases("""
        passt das, passt es, passt dir, passt euch, gefällt euch, gefällt dir, gefällt ihnen, passt dies
    """),
    because=phrases("weil, da, denn, wegen"),
    regrets=phrases("nein, nee, ne, leider, sorry, tut mir leid, ehrlich, gesagt"),
    harmless=phrases("""
        keine änderungen, keine änderung, keine weiteren änderungen, kein problem, keine probleme, keine anmerkungen,
        keine kommentare, nichts zu meckern, nichts zu ändern, ohne änderungen, ohne änderung, nicht schlecht, warum
        nicht, nicht zu vergessen, guten morgen
    """),
    elsewhere=phrases("termin, frist, kanal, aufgabe, erinnerung, meeting, uhrzeit, datum, passwort, status"),
    fillers=phrases("""
        das, die, der, den, dies, dieses, diese, es, ist, sind, so, alles, alle, jetzt, nun, sehr, wirklich, total,
        hiermit, mein, meine, meiner, meinerseits, unsere, von, seite, vielen, super, toll, klasse, prima, top, schön,
        gut, gute, arbeit, ja, jawohl, jo, jep, ok, okay, also, dann, auch, für, hallo, hey, hi, bild, bilder, foto,
        fotos, datei, leider, sorry, somit, damit, veröffentlichung, wie, besprochen, mal, echt, richtig, finde, ganz,
        doch, ein, eine, mich, nee
    """),
    pictures=phrases("bild, bilder, foto, fotos, nummer, nr, datei, motiv"),
    vague=phrases("""
        das andere, die anderen, die andere, der rest, den rest, das erste, das zweite, das dritte, das letzte, die
        ersten, die letzten, beide, beides, einige, manche, die meisten, die ersten beiden, das linke, das rechte
    """),
    ranges=phrases("bis"),
    joins=phrases("und, sowie, oder"),
    towards=phrases("für, von, durch"),
)
