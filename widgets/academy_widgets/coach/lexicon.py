"""The words that the coach knows by name; of any other it sees only the shape.

So it cannot learn that talk of rent is advice, or that talk of drinking is a reflection.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FILLERS = _words("um uh er erm uhm umm uhh ehm hm")

BACK = _words("""
    mm mhm mm-hmm mm-hm mmm mmhmm mmhm hmm uh-huh aha ah oh ooh wow huh okay ok alright
    right yeah yep yup yes aye no nope sure good great perfect excellent nice cool fine
    lovely brilliant fantastic wonderful awesome exactly absolutely definitely totally
    gotcha true interesting indeed well really grand champion cheers ta thanks sorry
    fair enough righto correct amen safe calm bless
""")
"""Words that, with nothing else beside them, only keep a talk running."""

LEADS = _words("""
    so okay ok alright right well and but now yeah yes aye no oh ah mm mm-hmm mhm uh-huh
    hmm sure great good then anyway look listen wow gotcha or fine perfect actually
    basically honestly ach och
""")
"""Words that may stand before the words that matter."""

WH = _words("what how why where when who which whose whom")
OPEN_WH = _words("what how why")

AUX = _words("""
    do does did is are am was were have has had can could will would shall should may
    might must ain't need
""")

SUBJECTS = _words("""
    you i we they he she it that this there these those anybody anyone someone somebody
    everybody everyone anything something your his her their my our ye youse
""")

OWNED = _words("it that this your her his their my our")
"""Of those, the words that also stand for what is done or whose it is."""

YOU = _words("you your yours yourself")
ME = _words("i me my mine myself we us our")
THEM = _words("he she they him her them his their it that this")
KIN = _words("mom dad wife husband son daughter kids children family")
TAGS = _words("right yeah correct no eh okay yes")
CLIPPED = _words("'re 's 'm 've 'd 'll n't")
NUMBERS = _words("""
    two three four five six seven eight nine ten eleven twelve fourteen fifteen twenty
    thirty forty fifty hundred thousand half
""")

NOT_ASKED_AFTER = _words("""
    know wonder wondering see tell understand sure about of with idea remember that to
    's is was 're explain out and like than for in at on from just me you
""")
"""Words after which "what is" or "do you" begins no question of its own."""

MODALS = _words("can could will would shall should may might must ought need")

FUNCTION = _words("""
    the a an of to in on at for with from by about as into out up down off over under
    after before since until till through between without again back away around ahead
    along and or but if then than because cos cause though although while when whenever
    so nor either both not n't never no nothing nobody none no-one ever always still yet
    already just only even also too else instead really very pretty quite much more most
    less least many lot lots bit little kind sort some any all every each other another
    same such one ones two own whole few enough almost maybe perhaps probably i me my
    mine myself you your yours yourself yourselves he him his himself she her hers it
    its itself we us our ours they them their theirs themselves this that these those
    there here somebody someone something anybody anyone anything everybody everyone
    everything be am is are was were been being 's 're 'm 've 'd 'll do does did done
    doing have has had having can could will would shall should may might must ought
    need ain't what how why where when who which whose whatever now today tonight
    tomorrow yesterday next last first once soon later time times way thing things part
    side hand day days week weeks month months year years
""")

TALK = _words("""
    feel feels feeling felt sound sounds sounding sounded seem seems seemed think
    thinking thought thinks know knowing knew known see seeing saw hear hearing heard
    sense guess imagine imagining wonder wondering curious say saying said says tell
    telling told ask asking asked talk talking talked speak describe explain explaining
    mean means meaning meant understand understanding want wanting wanted wants need
    needs needed like liked likes loved love loving hate hoping hope hoped wish wished
    worry worried worries care matter matters help helps helping helped try trying tried
    keep keeps keeping kept go going goes went come coming came get getting gets got
    give giving gave take taking took make making makes made let lets put happen happens
    happened happening work working works worked start started starting stop stopped
    find found look looking looks change changed believe expect expected decide decided
    realize realise notice noticed remember end ended used able ready willing sure
    certain interested important okay alright hard tough difficult better best worse
    worst good bad great big fair worth true right wrong different mind point idea sense
    reason problem question questions example scale sounds_like dealing struggling tired
    sick stuck torn
""")

ADVISING = _words("""
    should ought recommend suggest suggestion advise advice encourage consider
    considering option options try avoid better worth best ring call speak talk write
    ask tell go stop start keep make take give get put let bring stay remember forget
    bother wait rest cut leave think check use read eat drink sleep sit walk move turn
    join sign visit email text phone contact follow plan set pick choose skip hold focus
""")
"""Base verbs that open an instruction, and the nouns and verbs of advice."""

KNOWING = _words("""
    research studies study evidence shows show suggests found experts percent per cent
    average usually normally typically generally often common commonly sometimes risk
    risks called means which guideline guidelines policy law legal rule rules entitled
    confidential service services program programme group clinic leaflet information
    number numbers free cost costs open opens closed closes available takes depends
    result results level levels rate patients people folks families most because effect
    effects symptom symptoms normal range allowed appointment form review team
""")

COURTESY = _words("""
    thank thanks please sorry welcome hello hi hey hiya morning afternoon evening
    goodnight bye goodbye congratulations proud appreciate appreciated glad pleased
    impressed nice meet job well luck courage bravo cheers excuse pardon minute minutes
    second moment name seat course bear apologise apologize understandable natural
    strength lovely brilliant fantastic wonderful awesome perfect excellent amazing
""")

FEELINGS = _words("""
    afraid alone ambivalent angry annoyed anxious ashamed awful bothered confused
    cornered daft depressed desperate devastated disappointed discouraged distressed
    down drained embarrassed exhausted feart fearful frightened frustrated frustrating
    furious gutted grieving guilty happy helpless hopeful hopeless hurt ignored
    invisible isolated jealous judged knackered let-down lonely lost low mad miserable
    nervous numb overwhelmed overwhelming pain painful panicked panicking powerless
    proud rejected relieved resentful sad scared scary scunnered shaken shattered
    shocked skint stressed stressful shame terrified trapped uncertain uncomfortable
    uneasy unfair unhappy unsure upset upsetting useless vexed worn wary worthless
""")

KNOWN = FUNCTION | TALK | ADVISING | KNOWING | COURTESY | WH | AUX | SUBJECTS | BACK | LEADS

SPELLINGS = {
    one: tuple(words.split("+"))
    for one, _, words in (
        pair.partition("=")
        for pair in sorted(
            _words("""
    'cause=because a'=all aboot=about ach=oh ain't=ain't aint=ain't an'=and arent=are+n't
    can't=can+n't cannae=can+n't cannot=can+n't cant=can+n't cause=because cos=because
    couldnae=could+n't couldnt=could+n't d'ya=do+you d'you=do+you dae=do didnae=did+n't
    didnt=did+n't dinnae=do+n't doesnt=does+n't doin=doing dont=do+n't doon=down
    dunno=do+n't+know em=um erm=um feelin=feeling gie=give gimme=give+me goin=going
    gonna=going+to gotta=got+to hadnt=had+n't hae=have hasnt=has+n't havenae=have+n't
    havent=have+n't hes=he+'s hmmm=hmm hows=how+'s id=i+'d ill=i+'ll im=i+'m innit=is+n't+it
    isnae=is+n't isnt=is+n't ive=i+'ve kinda=kind+of lemme=let+me let's=let+'s lets=let+'s
    lotta=lot+of mair=more maist=most mhm=mm-hmm mhmm=mm-hmm mm-hm=mm-hmm mmhm=mm-hmm
    mmhmm=mm-hmm mmm=mm mum=mom nae=no nothin=nothing nowt=nothing o'=of och=oh ok=okay
    oot=out outta=out+of owt=anything programme=program realise=realize shan't=shall+n't
    shes=she+'s shouldnt=should+n't somethin=something sorta=sort+of summat=something tae=to
    thats=that+'s theres=there+'s theyd=they+'d theyre=they+'re theyve=they+'ve
    thinkin=thinking till=until tryna=trying+to u=you uh-hum=uh-huh uhhuh=uh-huh uhuh=uh-huh
    wanna=want+to wasnae=was+n't wasnt=was+n't wee=little werent=were+n't
    whaddya=what+do+you whats=what+'s wheres=where+'s whos=who+'s wi=with wid=would
    won't=will+n't wont=will+n't wouldnae=would+n't wouldnt=would+n't y'all=you
    y'know=you+know ya=you ya'll=you ye=you yea=yeah yer=your youd=you+'d youll=you+'ll
    youre=you+'re yous=you youse=you youve=you+'ve
""")
        )
    )
}
"""Spellings of talk and dialect, and the word, or the two, for which each stands."""

ABBREVIATIONS = _words("""
    dr mr mrs ms st prof rev sgt no etc e.g i.e a.m p.m vs approx dept jan feb mar apr
    aug sept oct nov dec
""")
