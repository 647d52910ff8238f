"""English."""

from models.verdict_words.vocabulary import Vocabulary, phrases

ENGLISH = Vocabulary(
    free_yes=phrases("""
        lgtm, sgtm, looks good, look good, looking good, looks great, look great, looks perfect, look perfect, looks
        fine, look fine, looks ok, looks okay, looks awesome, looks amazing, looks lovely, looks right, looks good to
        go, looks very good, looks really good, looks so good, ship it, let's ship, good to go, i approve, we approve,
        approving, happy with this, happy with it, happy with that, works for me, fine by me, fine with me, fine for
        me, ok for me, okay for me, ok by me, ok with me, good for me, good with me, no objection, no
        objections, thumbs up, go ahead, you have my ok, you have my approval, i love it, i like it, love it
    """),
    strict_yes=phrases("""
        approved, accepted, signed off, is ok, is okay, are ok, are okay, it's ok, it's okay, is fine, are fine, it's
        fine, all ok, all okay, is good, are good, it's good, is great, is perfect, it's perfect, are perfect, green
        light
    """),
    bare_yes=phrases("all good, ok, okay, perfect, fine, approve, good, +1, shipit, a-ok"),
    free_no=phrases("""
        not ok, not okay, isn't ok, isn't okay, aren't ok, is not ok, not good, isn't good, not good enough, no good,
        not acceptable, unacceptable, not like this, not this way, doesn't work, does not work, don't work, don't
        like, do not like, doesn't look good, don't look good, does not look good, doesn't look right, not happy with,
        no go, no-go, nogo, i reject, we reject, rejecting, thumbs down, i decline
    """),
    strict_no=phrases("rejected, declined"),
    bare_no=phrases("reject, -1"),
    wishes=phrases("""
        needs changes, need changes, needs work, needs some work, needs rework, needs another round, needs a change,
        request changes, requesting changes, i request changes, changes requested, changes needed, changes required,
        with changes, with small changes, with minor changes, with one change
    """),
    verbs=phrases("""
        change, move, make, fix, remove, replace, adjust, crop, brighten, lighten, darken, swap, use, add, enlarge,
        shrink, correct, update, rework, redo, retouch, align, center, centre, straighten, reduce, increase, sharpen,
        blur, rotate, flip, delete, tweak, exchange
    """),
    changed=phrases("""
        changed, moved, fixed, removed, replaced, adjusted, cropped, brightened, lightened, darkened, swapped,
        enlarged, corrected, reworked, redone, retouched, aligned, centered, centred, straightened, reduced,
        increased, sharpened
    """),
    comparatives=phrases("""
        bigger, smaller, brighter, darker, lighter, larger, wider, higher, lower, tighter, warmer, cooler, colder,
        bolder, sharper, softer, thinner, closer
    """),
    obligations=phrases("needs, need, must, should, has to, have to, ought to"),
    please=phrases("please, pls, plz, kindly"),
    determiners=phrases("""
        the, this, that, it, its, these, those, your, our, both, all, a, an, some, every, each, another, more, less,
        to
    """),
    conditions=phrases("""
        if, once, unless, until, when, provided, assuming, as long as, as soon as, after, but, however, whether,
        before
    """),
    exceptions=phrases("except, except for, apart from, aside from, other than, besides"),
    thanks=phrases("thanks, thank, thx, ty, cheers"),
    limits=phrases("only, partly, partially, half"),
    negations=phrases("not, never, cannot, no, none, neither, nor, hardly, without, nothing, nobody"),
    not_yet=phrases("yet"),
    doubts=phrases("""
        would, will, might, may, could, should, shall, maybe, perhaps, probably, almost, nearly, hopefully, waiting,
        wait, awaiting, needs, need, soon, tomorrow, yesterday, already, was, were, be, being, been, pending,
        supposed, behalf, guess, wonder, unsure, assume, hope, wish, had, used, seems, seem, previously, yet, pretend,
        imagine, suppose
    """),
    reports=phrases("""
        said, says, told, tells, thinks, wrote, writes, mentioned, mentions, asked, asks, wants, wanted, according,
        heard, confirmed, confirms, replied, answered, quote, reported, claims, claimed
    """),
    selves=phrases("i, we, i'm, we're, i've, me, us, i'd"),
    openers=phrases("""
        is this, is it, is that, is the, is everything, is there, is all, are these, are they, are we, are you, are
        all, are the, was, were, can, could, should, would, will, has, have, had, did, does, do you, do we, do i, do
        they, may, shall, who, what, when, where, why, how, which, whose, isn't it, isn't this, isn't that, aren't
        they, am i
    """),
    because=phrases("because, since, as, due, cause, for"),
    regrets=phrases("no, nope, nah, sorry, unfortunately, sadly, honestly"),
    harmless=phrases("""
        no changes, no change, no further changes, no more changes, no changes needed, no problem, no problems, no
        worries, no notes, no comments, no comment, no complaints, no issues, no remarks, nothing to add, nothing to
        change, without changes, without any changes, no need to change, no doubt, not bad, why not, no changes from
        me
    """),
    elsewhere=phrases("""
        deadline, meeting, channel, thread, due, task, reminder, reminders, password, calendar, invite, status, topic,
        sure, approver, approvers
    """),
    fillers=phrases("""
        this, it, that, these, those, the, it's, that's, its, is, are, all, everything, now, very, really, so,
        absolutely, totally, fully, hereby, my, our, from, side, you, great, nice, good, perfect, cool, awesome,
        lovely, wonderful, super, job, work, team, guys, everyone, everybody, yes, yep, yeah, yup, ok, okay, fine,
        well, oh, ah, wow, hey, hi, hello, then, still, looks, as, think, verdict, vote, here, on, part, end, to, by,
        for, picture, pictures, image, images, photo, photos, shot, file, one, ones, too, also, sorry, much,
        excellent, beautiful, everything's, amazing, publication, release, publishing, publish, consider, am, have, a,
        i'd, just
    """),
    pictures=phrases("picture, pictures, image, images, photo, photos, shot, number, no, file, pic, pics"),
    vague=phrases("""
        this one, that one, these ones, the other, the others, the other one, the rest, the first, the second, the
        third, the last, the first one, the second one, the last one, the first two, the last two, both, one of them,
        some of them, most of them, half of them, the left one, the right one
    """),
    ranges=phrases("to, through, -"),
    joins=phrases("and, or, plus"),
    towards=phrases("for, to, by, from"),
)
