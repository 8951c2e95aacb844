/// Nouns that name the picture, a place in it, an amount or an act, and no thing that a box can hold.
///
/// They stay out of a pool only alone: `side table` and `viewpoint` are concepts.
enum StopConcepts {
  static let names = WordLists.words(
    """
    ability act action activity addition adventure afternoon age air amount angle animation anybody
    anyone anything area arrangement array aspect assortment atmosphere attempt attention back
    background batch beauty beginning bit bite black blue bottom break breeze brown bunch business
    care case celebration center centre chance change choice class close close-up closeup
    collection color colour combination company competition condition construction contest contrast
    conversation copy corner couple dark darkness date dawn day daylight daytime dead degree design
    detail difference different direction display distance dozen drive dusk each east edge effect
    eight element else end enough evening event everybody everyone everything example exhibit
    experience fact fall feature few five focus foreground form forth four free fresh friendship
    front full fun future game gray green grey group growth half hand-held handful happiness height
    help hit hold hour hundred i idea illustration image information inside interest interior it
    item job journey jump kind leap left length less lesson level life light-colored limit line
    load location look lot love luck main majority make manner many match matter mean meantime
    meeting memory mid mid-air midair middle midst million mind minute mix mixture moment month
    mood more morning most motion move movement name nature need night nighttime nine noon north
    nothing number object occasion one operation opportunity opposite option order other others
    outdoors outline outside overview own pair part past pattern peace pending people's period
    perspective photo photograph photography photos pic pick pics picture piece pink place plan
    play plenty point portion portrait pose position possession posture practice preparation
    presence present press problem process profile progress project property purple purpose quality
    quantity quarter race range reach read ready reason red relation remains rendering report rest
    restoration result return ride right round row run same sample scale scene screenshot season
    second section seen selection self sense series serve service session set setting setup seven
    several shade shape shot show side sides sight silhouette situation six size small snapshot
    somebody someone something sort sound south space speed spin split sport spot standing start
    state still stop story stride stuff stunt style success sunlight support surface surprise
    surrounding surroundings swing take task ten test texture that thing third this thousand three
    throw time today together tomorrow ton tone top total touch tour tournament travel trick trip
    truth try turn twelve two type up up-close upside us use usual variety vector version very view
    visit volume wait walk way weather week weekend weight west what whatever while white who whole
    width winter wonder word work world worth year yellow yesterday you
    """
  ).union(["mid air"])
}
