/// Verbs of captions in their base form.
enum VerbList {
  /// Hardly ever nouns.
  static let verbs = Lexicon.words(
    """
    accept accompany achieve add adjust admire adorn advertise aim allow amuse anchor announce
    appear apply appreciate approach argue arise arrange arrest arrive ascend ask assemble assist
    attach attack attempt attend await bag bake balance bark bat bathe bear become beg begin
    belong bend bite bleach blend bless board boil border borrow bounce bow brake bring broadcast
    browse brush build burn bury buy call capture caress carry carve cast celebrate chase chat
    check cheer chew chop circle clap clean climb cling clip close clutch clutter coach collect
    comb come compete complete compose concentrate connect consist consume contain continue cook
    cool core cover cram crash crawl create cross crouch crowd cry cuddle dance dangle decorate
    defend deliver depict descend describe design devour diagnose dice dig dine dip disappear
    display dive divide do dock dominate doze drag drain drape draw dress dribble drift drill
    drive drizzle drool drop dry dye eat educate elect embrace emerge empty enclose engage enjoy
    enter erode examine excite exhibit exit expect explain explore expose extend face fall fasten
    feast feature feed feel ferry fetch fight fill find finish fit fix flank flap flip float flood
    floss fly fold follow forage frame fringe frolic frost frown fry gallop garnish gather gaze
    gesture get give glance glare glaze glide glue gnaw go grab grate graze greet grill grin grind
    grip groom grow guard guide hammer hang happen haul have head heal hear help hide highlight
    hike hit hitch hold hop hover huddle hug hunt hurdle hurl idle illuminate include indicate
    inspect inspire install instruct interact investigate invite involve jam jog join juggle jump
    keep kick kill kiss knead kneel knit know label ladle land lap laugh launch lay lead lean leap
    learn leave lecture let lick lie lift light line listen litter live load locate look loom lose
    lounge love lower lunch mail make maneuver march mark marry mash match measure meet melt
    mentor merge mince mingle mirror miss mix moor motion mount move mow munch nail nap navigate
    need nibble nurse nuzzle obscure observe occupy offer open operate overlook own pack paddle
    paint parachute parade park participate party pass paste pat pause pay peck pedal peek peel
    peep peer perch perform pet photograph pick picnic pierce pilot pirouette pit pitch place play
    plow point poke pose position post pounce pour practice pray prepare present press prop propel
    propose protect protest protrude provide pull pump puree push put race raise rally reach read
    receive recline recover refer reflect relax remember remind remove repair replace represent
    rescue research resemble rest retrieve return reveal ride rinse rise roam roast roll row rub
    run rush sail salute save saw say scatter scoop scratch scrub search season secure see seem
    sell send separate serve set sew shake shampoo shape share shave shear shelve shine shoot shop
    shout show showcase shuck simmer sing sink sip sit skate skateboard ski skydive sleep slice
    slide slouch slump smash smear smell smile smoke snack snap sniff snowboard snuggle soak soar
    soil speak speed spell spend spill spin splash splatter sprawl spray spread sprinkle sprint
    squat squeeze stabilize stack stage stain stalk stand star stare start station stay steady
    steal steam steer step stick stir stitch stock stoop stop store strap stretch stride strike
    stroke stroll strum study stuff suck suggest support surf surround suspend swallow swat swim
    swing tackle take talk taste taxi teach tear tell tend test text think throw tickle tie tilt
    tint toast top toss touch tow tower train transport travel treat trek trim trot try tuck tug
    turn tutor twirl twist type unload unpack use vaccinate view visit vote wade wag wait wake
    walk wander want warm wash watch wear weave wed weigh whisk whisper win wipe wonder work
    worship wrap wrestle write yawn yell yelp yield zoom
    """)

  /// Verbs whose bare or -s form is as often a noun in captions.
  static let alsoNouns = Lexicon.words(
    """
    attack bleach blend bow brush burn call catch chase check climb clutter cook cover crash cross
    cry design display dive drag draw dress drink drive drop dry dump dye face fall fight fit flip
    float flood fly fold frost frown fry gallop gaze glare glide grab grill grin grind grip guide
    hang help hike hit hold hop hug hunt hurdle jog jump kick kiss launch leap lecture lift look
    love march match measure melt mix motion mount move nap nurse paddle park pass pause peck peel
    pet photograph pick pitch place play point pose position press pull pump push race rally reach
    rescue research rest return ride rise roast roll row run rush sail salute scoop scratch search
    season serve set shake shape share shave shine shop show sip skate ski sleep slice slide smell
    smile smoke snack snap snowboard spill spin splash splatter spray spread sprint squeeze stack
    stage stand stare start station stay step stick stitch stop store stretch stride strike stroke
    stroll study support surf swim swing talk taste tear test text throw tie tilt tint touch tow
    trot try tug turn twist type use view visit vote wait wake walk wash watch wave whisper work
    wrap yawn
    """)

  /// Nouns that are verbs only where nothing else fits.
  static let mostlyNouns = Lexicon.words(
    """
    back bark bat bed bike block boat book border bottle bowl box bus butter button cage camp cap
    car cast center circle clip cloud coach coat color control cook core corner cup curve dance
    dish dock dog drill drink duck dust eye farm feast fence field file film finger fire fish
    floor flower foot frame fringe fruit garden glass glaze glue groom ground guard hammer hand
    harness head hook horn horse house ice iron jam kite ladder ladle lap light line litter lock
    mask mentor mirror mouth nail name number orange pack park party paste people picnic picture
    pile pilot pin pipe pit plane plant plate pocket pool post present produce protest puree ring
    rock rope saddle sand sauce saw scale screen seat shade shadow shelf ship shower sign sink ski
    snack snow soap soil speed spoon stain star state steam stone store storm strap string suit
    surface table tape toast top towel tower toy track trail train trick trim truck trunk tube
    tune tutor vacuum wall water wave wheel wind yard
    """)

  /// Irregular past forms and participles.
  static let irregularPasts = Lexicon.words(
    """
    ate became began bent bitten blew blown bought bound broke broken brought built burnt came
    caught chose chosen clung cut done drank drawn dreamt drew driven drove drunk dug eaten fallen
    fed fell felt flew flown fought found frozen gave given gone got gotten grew grown held hid
    hidden hung kept knelt knew known laden laid lain lead leant led left lent lit lost made meant
    met overlooked paid parked put ran read ridden risen rode rose rung said sang sat saw sawn
    seen sent set sewn shaken shaven shone shook shorn shot shown shrunk shut slept slid snuck
    sold sought spent split spoken spread sprung spun stolen stood strewn struck strung stuck sung
    sunk swam swept swollen swore sworn swum swung taken taught thought threw thrown told took
    topped torn tossed understood upset went wept won wore worn wound woven written wrote
    """)
}
