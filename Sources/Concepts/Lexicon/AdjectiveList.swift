/// Adjectives of captions.
enum AdjectiveList {
  static let adjectives = Lexicon.words(
    """
    abandoned able absent abstract active actual adorable adult aerial african aged airborne alive
    amazing american amused ancient angry animated antique apparent appealing asian asleep asphalt
    assorted athletic attached attractive automatic available average awake aware awesome awkward
    backstage bad baggy balanced bald barbed bare barefoot barren beautiful beige best better big
    bigger biggest bizarre black bland blank bleak blind blond blonde bloody blue blurry bold
    bored boring bottom brave bright brilliant british broad broken bronze brown brunette burnt
    busy calm canadian cardboard careful casual cautious ceramic certain cheap cheerful cheesy
    chilly chinese chocolate chrome chubby chunky circular civilian classic clean clear clever
    close cloudy clumsy coastal cold colored colorful colourful comfortable comfy commercial
    common competitive complete complex concerned concrete confused contemporary content cool
    corporate correct cosy cozy cracked crafty crazy creamy creative creepy crisp crispy cross
    crowded crunchy curious curly current curved customized cute daily damaged damp dangerous dark
    dead decorated decorative deep delicate delicious dense deserted different difficult digital
    dim dirty distant domestic domesticated dotted double double-decker downhill dramatic dry dual
    due dull dusty eager early eastern easy edible elaborate elderly electric electrical
    electronic elegant empty english enormous entire equal european evil exact excellent excited
    exciting exotic expensive extra extreme faded fake familiar famous fancy fast fat favorite
    feathered female festive few final fine firm first fit flat flip floral fluffy flying foggy
    foreign forested formal former fragile framed freaky free french frequent fresh friendly
    frilly frosted frosty frozen full funky funny furry fuzzy general gentle german giant gigantic
    glad glamorous glazed glossy golden good gooey gorgeous graceful grand graphic grassy gravel
    gray greasy great greek green grey grilled grim grimy gross grown-up grumpy hairy half
    handicapped handmade handsome happy hard hazy healthy heavy hectic hidden high higher hilly
    historic historical hollow homemade honest hooded horizontal hot huge human humid humorous
    hungry icy ideal identical illegal immature important impressive incomplete individual indoor
    industrial inflatable informal inner innocent intense interesting interior intricate italian
    japanese joint joyful juicy junior key kind large larger largest last late latest lazy leafy
    lean left left-handed legal lengthy light light-colored lit little live lively local lone
    lonely long loose loud lovely low lower lucky lush luxurious luxury mad magical main major
    male many married massive matching mature medical medium medium-sized mellow merry messy metal
    metallic mexican middle-aged mild military mini miniature minor mixed modern moist monochrome
    monster moody moving muddy multi-colored multicolored multiple murky muscular narrow nasty
    natural naval nearby neat necessary nervous new next nice night nighttime noisy normal
    northern nude nutritious odd official oily old old-fashioned older oldest olympic only onstage
    open opposite orange orange-colored ordinary organic original ornamental ornate outdoor outer
    oval overcast overgrown overhead overlapping overripe oversized overweight pale partial past
    patterned peaceful peculiar perfect personal pink plain plastic playful pleasant plenty plump
    pointy polished polite poor popular portable posh possible potential powerful precious
    pregnant pretty prior private professional proper proud public puffy pure purple quaint quick
    quiet quirky rainy random rare raw ready real realistic rear recent rectangular red regular
    related relaxed remote residential restful retro rich right ripe rocky romantic rotten rough
    round royal rude ruffled rugged ruined rural russian rusted rustic rusty sad safe same sandy
    scary scattered scenic scruffy seasonal seated second secret secure senior separate serene
    serious shabby shaded shadowy shady shaggy shallow sharp sheer shiny shirtless short shorter
    shut shy sick silent silky silly silver similar simple single skilled skillful skinny sleek
    sleepy slender slick slight slim slimy slippery sloppy slow small smaller smallest smart
    smelly smiling smoky smooth snow-covered snowy soapy social soft soggy solar sole solid
    solitary some soothing sour southern spacious spanish spare sparkling sparse special specialty
    speckled spicy spiky splendid spooky spotless spotted spotty square stainless stale standard
    steady steep sticky stiff still stormy straight strange strong stuck stunning sturdy stylish
    suburban successful sudden sufficient sugary suitable sunlit sunny super superb sure surprised
    sweaty sweet swift tabby talented tall taller tame tan tangled tart tasty teal teen teenage
    ten-speed tender terrible textured thick thin third thirsty three-tiered tidy tight tiled tiny
    tired top topless tough traditional tranquil translucent transparent trendy triangular tricky
    triple tropical true turquoise two-story two-tiered typical ugly unable unaware uncooked
    underground underwater uneaten uneven unfinished unhappy unhealthy uniformed unique united
    unknown unlit unmade unoccupied unpaved unripe unripened unused unusual upper upright upset
    upside-down urban useful usual vacant vague various vast vegetarian velvet vertical vibrant
    victorian vintage violet visible visual vivid warm wary wavy weak wealthy weathered weird
    well-dressed well-lit western wet white whole wicked wicker wide wild winding windy winter
    wintery wise wonderful wood wooden woolen woolly worse worst worth woven wrinkled wrong yellow
    young younger youngest youthful yummy
    """)

  /// Adjectives that end a phrase as nouns often enough to be looked at twice.
  static let alsoNouns = Lexicon.words(
    """
    adult american antique asphalt bottom bronze cardboard ceramic chinese chocolate chrome
    concrete content cross double female german glass gravel human individual inflatable interior
    junior key kind left light luxury male medium metal middle military mini monster net night
    orange plastic rear right senior silver specialty square tabby teen top velvet wicker winter
    wood
    """)
}
