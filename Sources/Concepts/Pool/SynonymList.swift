/// Names of captions that mean the same thing, written for this project.
///
/// Each line is one concept: the name that counts are merged under, then other names for it. Only
/// full synonyms of what a picture shows: `vehicle` is none of `car`, and WordNet's first senses are
/// no guide (its first `bike` is a motorcycle).
public enum SynonymList {
  /// The name that each known synonym is merged under.
  public static let canonical: [String: String] = {
    var table: [String: String] = [:]
    for group in groups {
      for name in group.dropFirst() { table[name] = group[0] }
    }
    return table
  }()

  /// The other names of a thing; empty for names that are not listed.
  static func synonyms(of name: String) -> [String] {
    guard let group = groupOfName[name] else { return [] }
    return groups[group].filter { $0 != name }
  }

  private static let groupOfName: [String: Int] = {
    var table: [String: Int] = [:]
    for (index, group) in groups.enumerated() {
      for name in group where table[name] == nil { table[name] = index }
    }
    return table
  }()

  private static let groups: [[String]] = text.split(separator: "\n").map { line in
    line.split(separator: ",").map { ConceptName.cleaned(String($0)) }
  }

  private static let text = """
    person, human, human being
    man, guy, gentleman, fella, dude
    woman, lady
    child, kid, youngster
    baby, infant
    toddler, tot
    police officer, policeman, policewoman, cop
    firefighter, fireman
    skateboarder, skate boarder
    snowboarder, snow boarder
    bicycle, bike, pushbike, push bike, bicycles
    motorcycle, motorbike, motor bike, motor cycle
    scooter, motor scooter, moped
    airplane, plane, aeroplane, air plane, aircraft, jetliner, airliner
    jet, jet plane, jet airplane
    helicopter, chopper
    bus, autobus, motorbus, omnibus
    double decker bus, double-decker bus, double decker, double-decker
    car, automobile, motorcar, motor car
    truck, lorry
    pickup truck, pick up truck, pick-up truck, pickup
    fire truck, firetruck, fire engine
    taxi, taxicab, cab, taxi cab
    train car, railroad car, railway car, rail car
    train track, railroad track, railway track, rail track
    train station, railway station, railroad station
    boat, watercraft
    sailboat, sail boat, sailing boat
    surfboard, surf board
    skateboard, skate board
    snowboard, snow board
    ski pole, skipole
    frisbee, frisby, frizbee
    wetsuit, wet suit
    swimsuit, bathing suit, swim suit, swimming suit
    tennis racket, tennis racquet, racket, racquet
    baseball bat, bat
    baseball glove, baseball mitt, catcher's mitt, mitt
    sports ball, ball
    soccer ball, football ball
    couch, sofa, settee
    loveseat, love seat
    tv, television, television set, tv set, telly
    flat screen tv, flat screen television, flatscreen tv, flat screen, flatscreen
    laptop, laptop computer, notebook computer
    computer, pc, desktop computer
    computer monitor, monitor, computer screen
    mouse, computer mouse
    keyboard, computer keyboard
    cell phone, cellphone, mobile phone, cellular phone, cellular telephone, smartphone, smart phone
    telephone, phone
    remote, remote control, remote controller
    game controller, video game controller, video controller, gaming controller
    wii remote, wiimote, wii controller
    refrigerator, fridge, icebox
    microwave, microwave oven
    oven, stove, stovetop, stove top, cooker
    toaster oven, toaster-oven
    blender, liquidizer
    trash can, garbage can, trashcan, dustbin, trash bin, garbage bin, waste bin, wastebasket
    toilet, commode, water closet
    toilet paper, toilet tissue, toilet roll
    bathtub, bath tub, tub
    bathroom, restroom, washroom, rest room
    sink, washbasin, wash basin
    faucet, water tap
    hair dryer, hair drier, hairdryer, hairdrier, blow dryer, blow drier
    toothbrush, tooth brush
    cabinet, cupboard
    countertop, counter top, counter-top
    nightstand, night stand, bedside table, night table
    dresser, chest of drawers
    dining table, dinner table, diningtable
    coffee table, cocktail table
    bookshelf, book shelf, bookcase, book case
    fireplace, fire place
    living room, sitting room
    bedroom, bed room
    armchair, arm chair
    curtain, drape
    rug, carpet
    light bulb, lightbulb
    lamp post, lamppost, light pole, streetlight, street light, street lamp, streetlamp
    traffic light, stoplight, traffic signal, stop light
    stop sign, stopsign
    street sign, road sign
    parking meter, parkingmeter
    fire hydrant, hydrant, fireplug, fire plug
    mailbox, letterbox, letter box, mail box
    sidewalk, pavement, side walk
    crosswalk, cross walk, pedestrian crossing
    parking lot, car park, parkinglot
    skyscraper, high rise, high-rise
    shop, store
    grocery store, supermarket
    lighthouse, light house
    clock tower, clocktower
    windmill, wind mill
    handbag, hand bag, purse, pocketbook
    backpack, back pack, rucksack, knapsack, book bag, bookbag
    suitcase, suit case
    luggage, baggage
    umbrella, brolly
    parasol, sunshade
    tie, necktie, neck tie
    bow tie, bowtie, bow-tie
    eyeglasses, spectacles, eye glasses
    sunglasses, sun glasses, shades
    goggles, safety goggles
    pants, trousers
    jeans, denim jeans, blue jean
    sneaker, tennis shoe, running shoe, trainer
    shirt, tee
    t-shirt, tee shirt, t shirt, tshirt, tee-shirt
    sweatshirt, sweat shirt
    hoodie, hoody
    jacket, windbreaker
    baseball cap, ball cap, baseball hat
    jewelry, jewellery
    glove, hand glove
    dog, hound
    puppy, pup
    cat, house cat, housecat
    kitten, kitty
    sheep, ewe
    cow, moo cow
    horse, equine
    pony, ponies
    bird, birdie
    parakeet, budgie, budgerigar
    rooster, cockerel
    teddy bear, teddybear, teddy
    stuffed animal, stuffed toy, soft toy, plush toy, plushie
    panda, panda bear, giant panda
    rhinoceros, rhino
    hippopotamus, hippo
    hot dog, hotdog
    donut, doughnut
    french fries, fries, french fry
    hamburger, burger
    cheeseburger, cheese burger
    ice cream, icecream, ice-cream
    pizza, pizza pie
    sandwich, sammich
    broccoli, brocolli, brocoli
    cookie, biscuit
    pancake, flapjack
    bell pepper, sweet pepper
    tomato, tomatoe
    potato chip, potato crisp
    soda, soft drink, soda pop
    wine glass, wineglass, wine-glass
    coffee cup, coffee mug
    mug, tankard
    silverware, cutlery, flatware
    cutting board, chopping board
    napkin, serviette
    plate, dish plate
    potted plant, pot plant, houseplant, house plant
    flower pot, flowerpot
    vase, flower vase
    scissors, pair of scissors, scissor
    ski, skis, skiis
    rock, boulder
    ocean, sea
    seashore, seaside, sea shore
    woods, forest
    hill, hillside
    sunset, sun set
    photographer, camera man, cameraman
    surfer, surf boarder, surfboarder
    bicyclist, cyclist, bike rider, bicycle rider
    motorcyclist, biker, motorcycle rider
    television stand, tv stand
    video game, videogame
    nintendo wii, wii
    swimming pool, swim pool
    tennis court, tenniscourt
    ski lift, chairlift, chair lift
    hot air balloon, hot-air balloon
    bulletin board, notice board, noticeboard
    park bench, parkbench
    movie theater, cinema, movie theatre
    airport, aerodrome
    graffiti, graffito
    """
}
