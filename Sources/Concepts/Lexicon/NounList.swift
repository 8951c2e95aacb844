/// Nouns that a suffix or another list would take for something else, and common ones that show a
/// text to be English.
enum NounList {
  /// Words in -ing, -ed, -ly, -y and the like that are nouns.
  static let lookalikes = Lexicon.words(
    """
    accident advertisement agent alley ally animal apartment archway arctic army arrangement
    arrival assembly awning baby bagel bakery balcony barrel base basement bat battery bay bed
    bedding belly berry birthday blueberry boat body bottle bowl boy breed bubble buggy building
    buildings bully bunny buoy bus butterfly cable camel canary candle candy canopy capital car
    carving case castle cat cathedral ceiling cement century ceramic cereal ceremony channel
    cheese cherry child chimney city client clinic clothing comic compartment compass continent
    copy country county cowboy cranberry crescent croissant cross crossing crystal curly curry
    cutlery dairy daisy day delivery department diary discovery display document dog donkey
    doorway drawing drawings dress dressing driveway duckling dumpling earring earrings easel
    elephant enemy entry environment equipment etching evening event fable fabric factory fairy
    family feed ferry flannel flatbed flooring fortress frosting fry gallery garment gas giant
    glass goose government grass greenery grocery gully guy hallway handle harness hat hatred
    herring highway hobby hockey holiday honey horse hose hospital hotel house hundred icing
    infant instrument ivy jelly jersey jewel jewellery jewelry jockey jury kennel kernel kettle
    key kidney king kitty lady laundry leaves lens library lighting lightning lily lobby machinery
    man mantel mantle marble marking markings mat mattress meal mechanic medal merchant metal
    monkey monopoly monument moose moped morning mosaic moss motel mouse mural music navy nickel
    nose nurse nursery opening ornament outing oval painting paintings panel paneling pantry
    parent party pastry pathway patient pavement peasant pedal pendant peony person petal phase
    picnic piercing plane plant plastic play plumbing pony poppy pottery president pretzel
    princess property pudding puppy purse railing railway rally raspberry rat reed resident
    restaurant ring rival roofing rose runway sandal scaffolding scenery seasoning seed servant
    shed shrubbery sibling siding signal sky sled sling spray spring squirrel stable steed sting
    stocking story strawberry string student stuffing subway supply swing table tassel taxi teddy
    tenant tent thing tie toolshed topping toppings tournament towel toy traffic train tray tree
    trimming trolley trophy truck tubing tunnel turkey turtle valley vase vegetable vent vessel
    viking vowel waitress walkway watershed way wedding weed whiskey wing wiring woman yearling
    """)

  /// Common things of captions, singular.
  static let common = Lexicon.words(
    """
    airplane airport aisle alarm album ambulance anchor ankle apple apron arch arm armchair
    athlete audience avocado axe baby backpack backyard bacon bag ball balloon banana bandana
    banner bar barn baseball basil basin basket basketball bath bathroom bathtub beach bead beak
    bean bear beard bedroom bee beef beer bell belt bench beverage bicycle bike bikini bin bird
    biscuit blanket blender blind blouse board boot booth bouquet box bracelet branch bread brick
    bride bridge briefcase broccoli broom bucket bull bun burger burrito bush butcher butter cab
    cabbage cabin cabinet cactus cafe cage cake calf camera can candle cane canoe canvas cap cape
    cardigan carpet carriage carrot cart cattle cauliflower cave celery cellphone cemetery chain
    chair chalkboard chandelier chef chicken chimney chin chip church cigarette cityscape cliff
    clock closet cloth clothes clown club coach coast coat coconut coffee coin collar computer
    cone container cookie corn costume cottage couch counter countertop court cow cowboy crab
    cracker cradle crane crate cream crib crow crowd crown cruise cub cucumber cupboard cupcake
    curb curtain cushion customer cutter cyclist dancer deck deer desert desk dessert dinner dirt
    diver doctor doll dolphin dome donut door dough doughnut dragon drawer driver drum dryer duck
    dugout dumpster eagle ear egg eggplant elevator elk engine entrance envelope face fan farm
    farmer faucet feather fence ferry field fireplace firetruck fish fisherman flag flamingo floor
    flour flower food foot football forest fork fountain fox fridge friend frisbee frog fruit
    furniture garage garbage garden garlic gate gear gentleman giraffe girl glove goalie goat
    goggles graffiti grape grapefruit guitar gun gym hair hall ham hamburger hammer hammock
    handbag harbor hay head headboard headphones hedge helicopter helmet hen highchair hill
    hillside hippo hoodie hook horn hotdog hound hut hydrant ice icing ingredient intersection
    island jacket jar jeans jeep jersey jet jockey jug juice kangaroo kayak ketchup keyboard kid
    kitchen kite kitten kiwi knee knife koala lake lamb lamp landscape lane lantern laptop lawn
    leaf leash leather leg lemon lemonade letter lettuce library lid lighthouse lime lion lip
    liquid liquor living lizard llama lobster log logo luggage lumber lunch machine magazine
    magnet mailbox mall mango map marina market mask meadow meat melon menu microphone microscope
    microwave milk minivan mirror mitt mixer model mom money monitor monkey moon moose motorbike
    motorcycle motorcyclist mound mountain mouth muffin mug mule museum mushroom mustache mustard
    napkin neck necklace necktie neighborhood nest newspaper noodle nose notebook nurse nut oar
    oatmeal ocean office officer olive onion orchard ornament ostrich otter oven owl owner ox
    paddle pan pancake panda pants paper parachute parade parakeet park parrot passenger pasta
    path patio paw pea peach peacock peanut pear pedestrian pelican pen pencil penguin pepper
    pepperoni phone piano pickle pie pier pig pigeon pillow pilot pineapple pitcher pizza plane
    planter plaza plum pocket pole policeman polo pond popcorn porch pork post poster pot potato
    priest puddle purse quilt rabbit racket racquet radio raft rail railroad rain ramp ranch
    raspberry refrigerator remote restroom rice rider ridge river road robe robot rock rocket roof
    room rooster rope rose rug sailboat salad salmon sand sandwich sauce saucer sausage scarf
    school scissors scooter screen sea seafood seagull seat sedan sheep sheet shelf shepherd ship
    shirt shoe shore shorts shoulder shovel shrimp shrub sidewalk signal sink skate skateboard
    skateboarder skater ski skier skillet skirt skull skyline skyscraper sleeve slipper slope
    smartphone smile snail snake sneaker snowboard snowboarder snowman soap soccer sock soda sofa
    soldier soup spatula speaker spectator spider spinach spoon squash squirrel stadium stair
    staircase statue steak steam stem stew stool stove straw strawberry stream street streetlight
    stroller student suit suitcase sun sunflower sunglasses sunset surfboard surfer sushi suv swan
    sweater swimmer syrup tablet taco tail tangerine tank tarmac taxi tea teacher team teapot
    teeth telephone television temple tennis tent terminal terrain tiger tile tire tissue toast
    toaster toddler toilet toiletry tomato tongue tool toothbrush toothpaste torch tortoise
    tourist towel tower town toy tractor trailer train tram trash tray treat tree trolley trousers
    truck trumpet trunk tub tulip tunnel turkey turtle tusk tuxedo tv umbrella umpire uniform
    utensil van vanity vase vegetable vehicle vest village vine violin waffle wagon wall wallet
    wardrobe wave whale wheel wheelchair whisk wii window windshield wine wolf woods wool worker
    wreath wrist yacht yard yogurt zebra zoo zucchini
    """)
}
