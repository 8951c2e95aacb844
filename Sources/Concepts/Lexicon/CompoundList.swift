/// Names of things in two or more words, with the last word in the singular.
///
/// In a phrase that ends with one of them the whole name is the concept, also when a part of it
/// looks like an adjective or a verb (`hot dog`, `living room`). Compounds of nouns that are not
/// here are heads with a chain, and become concepts when the captions use them often.
enum CompoundList {
  static let names: Set<String> = Set(
    """
    air conditioner, air plane, airplane hangar, alarm clock, alcoholic beverage, apple juice,
    apple tree, arm chair, baby carriage, baby elephant, back pack, baking dish, baking pan,
    baking sheet, banana bread, banana split, banana tree, barbed wire, baseball bat, baseball
    cap, baseball diamond, baseball field, baseball glove, baseball player, baseball uniform,
    basketball court, basketball hoop, basketball player, bath room, bath towel, bath tub, bathing
    suit, bathroom mirror, bathroom sink, beach ball, beach chair, beach umbrella, bean bag, bed
    room, bed sheet, bedside table, bell pepper, bell tower, bicycle rack, big ben, bike lane,
    bike rack, bird bath, bird cage, bird feeder, bird house, birthday cake, birthday card,
    birthday party, black bear, black pepper, blow dryer, blue jay, board game, bobby pin, book
    bag, book case, book shelf, bottle cap, bottle opener, bow tie, bowling ball, bowling pin, box
    truck, brick wall, brussels sprout, bubble bath, bull dog, bullet train, bulletin board, bunk
    bed, bus driver, bus stop, business card, business man, business suit, butter knife, butternut
    squash, cable car, cake stand, can opener, candy bar, candy cane, car seat, cardboard box,
    carrot cake, carrot stick, cash register, cattle dog, ceiling fan, ceiling light, cell phone,
    cellular phone, cement truck, cereal bowl, chain link fence, chain saw, cheese cake, chef hat,
    cherry tomato, chess board, chicken nugget, chicken wing, chili dog, chocolate bar, chocolate
    cake, chocolate chip, chocolate chip cookie, christmas light, christmas tree, city bus, clay
    pot, clip board, clock face, clock tower, coat hanger, coat rack, cocktail glass, coffee cup,
    coffee machine, coffee maker, coffee mug, coffee pot, coffee shop, coffee table, cole slaw,
    computer desk, computer keyboard, computer monitor, computer mouse, computer screen,
    convection oven, cookie jar, cookie sheet, corn dog, corn field, cotton candy, counter top,
    cow boy, cow girl, cream cheese, credit card, cross walk, cruise ship, cup cake, cutting
    board, dairy cow, deck chair, deli meat, desk chair, desk lamp, desk top, desktop computer,
    digital camera, digital clock, dining area, dining room, dining room table, dining table,
    dinner plate, dinner table, dirt bike, dirt road, dish soap, dish towel, dish washer,
    dishwashing detergent, dog bed, dog bone, dog collar, dog food, dog house, dog sled, door
    frame, door handle, door knob, door mat, double decker, double decker bus, double decker tour
    bus, dragon fruit, dress shirt, dressing room, drinking fountain, drum set, dump truck,
    electric chair, electric guitar, electrical outlet, electronic device, elevator door, end
    table, eye glasses, face mask, farm animal, fast food, ferris wheel, fighter jet, fighter
    plane, file cabinet, filing cabinet, fire engine, fire escape, fire extinguisher, fire
    fighter, fire hose, fire hydrant, fire place, fire truck, fire wood, fish bowl, fish tank,
    fishing boat, fishing net, fishing pole, fishing rod, flag pole, flash light, flat screen,
    flat screen television, flat screen tv, flower arrangement, flower bed, flower garden, flower
    pot, flower vase, folding chair, folding table, food cart, food item, food processor, food
    truck, foot ball, football field, football player, fork lift, freight train, french bread,
    french fries, french fry, french toast, fried chicken, fried egg, fried rice, fruit bowl,
    fruit salad, fruit tree, frying pan, game console, game controller, garage door, garbage bag,
    garbage can, garbage truck, garden hose, gas mask, gas pump, gas station, gas stove, german
    shepherd, giant panda, gift bag, gift box, ginger bread, goal post, goat cheese, gold fish,
    golden retriever, golf ball, golf cart, golf club, golf course, grape fruit, gravy boat, green
    bean, green onion, green pepper, green salad, greeting card, grilled cheese, grilled cheese
    sandwich, grizzly bear, grocery bag, grocery store, guard rail, guide dog, guinea pig, hair
    brush, hair clip, hair cut, hair drier, hair dryer, ham burger, hand bag, hand rail, hand
    towel, handle bar, hang glider, hard hat, head band, head light, head phone, head scarf, high
    chair, high heel, high school, hiking boot, hockey player, hockey stick, home plate, horse
    cart, horse drawn carriage, horse track, hospital bed, hot air balloon, hot chocolate, hot
    dog, hot dog bun, hot pot, hot tub, hot water bottle, hotel room, humming bird, ice box, ice
    cream, ice cream cone, ice cream truck, ice cube, ice rink, ice skate, ice skating rink, iced
    tea, ironing board, jelly bean, jet plane, jet ski, jewelry box, jumbo jet, kick scooter,
    kiddie pool, killer whale, kitchen appliance, kitchen island, kitchen sink, kitchen table,
    kitchen towel, lab coat, lady bug, lamp post, lamp shade, laptop computer, laundry basket,
    laundry detergent, laundry room, lawn chair, lawn mower, legal pad, lego brick, lemon juice,
    license plate, life guard, life jacket, life vest, light bulb, light fixture, light house,
    light pole, light post, light switch, lip stick, little league, living room, luggage cart,
    lunch bag, lunch box, mail box, mail truck, maple syrup, market place, martini glass, mashed
    potato, measuring cup, meat ball, medicine cabinet, microwave oven, military plane, milk
    shake, mini van, mixing bowl, mobile home, mobile phone, monkey bar, motor bike, motor boat,
    motor cycle, motor home, motor scooter, motorcycle helmet, motorcycle rider, mountain bike,
    mountain goat, mountain lion, mountain range, mountain top, mouse pad, movie star, movie
    theater, muffin tin, music stand, musical instrument, nail clipper, neck tie, news paper, news
    stand, night gown, night stand, note book, notebook computer, oak tree, office building,
    office chair, oil lamp, oil painting, olive oil, onion ring, orange juice, orange slice,
    orange tree, oven door, oven mitt, paddle board, paddle boat, paint brush, palm tree, pan
    cake, panda bear, paper bag, paper clip, paper cup, paper plate, paper towel, park bench,
    parking area, parking garage, parking lot, parking meter, parking sign, parking space, parking
    ticket, passenger bus, passenger jet, passenger plane, passenger train, pasta salad, pay
    phone, peanut butter, pencil case, pencil sharpener, pepper mill, pepper shaker, personal
    computer, pet food, phone booth, pick up truck, pickup truck, picnic basket, picnic bench,
    picnic table, pillow case, pin wheel, pine apple, pine cone, pine tree, ping pong ball, ping
    pong table, pit bull, pita bread, pizza box, pizza cutter, pizza oven, plastic bag, plastic
    bottle, plastic wrap, play ground, play station, pocket knife, pocket watch, polar bear,
    police car, police dog, police horse, police man, police motorcycle, police officer, polo
    player, polo shirt, pony tail, pool table, pop corn, porch swing, post card, post office,
    potato chip, potato salad, potato wedge, potted flower, potted plant, powdered sugar, power
    cord, power line, power outlet, power plant, pressure cooker, propeller plane, punching bag,
    race car, race horse, race track, racing bike, racing car, rag doll, rail car, rail road,
    railroad crossing, railroad track, railway station, railway track, rain boot, rain coat, rain
    forest, recliner chair, recycling bin, red onion, red panda, red pepper, red wine,
    refrigerator door, refrigerator magnet, remote control, rest room, rice cooker, river bank,
    road sign, roast beef, rock wall, rocking chair, rocking horse, roller blade, roller coaster,
    roller skate, rolling pin, root beer, row boat, rubber band, rubber boot, rubber duck, rugby
    ball, rugby player, running shoe, sail boat, salad bar, salad bowl, salad dressing, salt
    shaker, sand box, sand castle, sauce pan, school boy, school bus, school girl, sea food, sea
    gull, sea lion, sea shell, seat belt, security camera, security guard, sewing machine, shaving
    cream, shipping container, shoe lace, shopping bag, shopping cart, shopping mall, shot glass,
    shoulder bag, shower cap, shower curtain, shower door, shower head, shower stall, side table,
    side walk, sign post, skate board, skate park, skateboard park, skateboard ramp, ski area, ski
    boot, ski jacket, ski jump, ski lift, ski lodge, ski mask, ski pole, ski resort, ski run, ski
    slope, ski suit, ski trail, sky scraper, sleeping bag, slot machine, smart phone, smoke
    detector, snow ball, snow bank, snow board, snow boot, snow man, snow mobile, snow plow, snow
    suit, soap bottle, soap dish, soap dispenser, soccer ball, soccer field, soccer goal, soccer
    net, soccer player, soda bottle, soda can, soft drink, solar panel, soup bowl, sour cream,
    space shuttle, speaker phone, speed boat, speed limit sign, spider web, sports ball, sports
    bar, sports car, sports jersey, spring onion, stained glass, stained glass window, stair case,
    stair way, stair well, star fish, station wagon, steak knife, steam engine, steam train,
    steering wheel, step ladder, stir fry, stop light, stop sign, storage box, storage container,
    store front, stove top, street car, street corner, street lamp, street light, street sign,
    string bean, string cheese, stuffed animal, stuffed bear, stuffed dog, stuffed toy, subway
    car, subway station, subway train, sugar bowl, sugar cube, suit case, suit jacket, sun flower,
    sun glasses, sun hat, surf board, sushi roll, swim suit, swim trunks, swimming pool, swimming
    trunks, swiss army knife, swivel chair, t shirt, table cloth, table lamp, table spoon, table
    tennis, table tennis table, table top, tail light, tank top, taxi cab, tea bag, tea cup, tea
    kettle, tea pot, teddy bear, telephone booth, telephone pole, television camera, television
    screen, television set, tennis ball, tennis court, tennis net, tennis player, tennis racket,
    tennis racquet, tennis shoe, tether ball, text message, thermos bottle, ticket booth, tissue
    box, tissue paper, toaster oven, toilet bowl, toilet brush, toilet lid, toilet paper, toilet
    paper roll, toilet seat, toilet tank, tomato sauce, tool box, tooth brush, tooth paste, tooth
    pick, top hat, tour boat, tour bus, tow truck, towel rack, town house, town square, toy
    airplane, toy animal, toy car, toy train, toy truck, track suit, traffic cone, traffic jam,
    traffic light, traffic sign, traffic signal, trail mix, train car, train conductor, train
    engine, train platform, train station, train track, train yard, trash bag, trash bin, trash
    can, tree branch, tree house, tree stump, tree top, tree trunk, trolley car, tropical fish,
    truck driver, tug boat, turn table, tv remote, tv screen, tv set, tv show, tv stand, umbrella
    stand, utility pole, utility truck, vacuum cleaner, vanity mirror, vending machine, video
    game, video game console, video game controller, volley ball, volleyball court, volleyball
    net, waffle iron, waiting room, wake board, walkie talkie, walking stick, wall clock, wall
    paper, war ship, wash cloth, washing machine, watch tower, water bottle, water buffalo, water
    craft, water fall, water fountain, water gun, water heater, water hose, water jug, water
    melon, water polo, water ski, water tank, water tower, weather vane, wedding cake, wedding
    dress, wedding gown, wedding ring, wet suit, wheel barrow, wheel chair, whipped cream, white
    board, white wine, wide screen tv, wii controller, wii game, wii remote, wild animal, wild
    flower, wind mill, wind shield, wind sock, wind surfer, wind turbine, window display, window
    ledge, window pane, window shade, window shutter, window sill, wine bottle, wine bucket, wine
    cooler, wine glass, wine rack, work bench, work station, wrapping paper, wrist band, wrist
    watch, yoga mat
    """.split(separator: ",").map {
      $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    })

  /// Hashes of the names and of their first words, to find names in running text.
  static let hashes = NameHashes(names)
  static let firstWords = NameHashes(names.map { String($0.prefix { $0 != " " }) })
}
