/// Which icons stand for common subjects.
///
/// An icon's own name needs no entry: `coffee` finds `coffee`. Names the installed font lacks are passed over.
enum IconAliases {
    /// Icon names, best first, by the stem of each keyword.
    static let byStem: [String: [String]] = {
        var table: [String: [String]] = [:]
        for line in lines.split(separator: "\n") {
            let sides = line.split(separator: ":")
            guard sides.count == 2 else { continue }
            let icons = sides[0].split(separator: " ").map(String.init)
            for keyword in sides[1].split(separator: ",") {
                table[Stem.words(String(keyword)).joined(separator: " "), default: []] += icons
            }
        }
        return table
    }()

    /// One line a topic: icons, a colon, keywords.
    private static let lines = """
        coffee coffee-to-go: caffeine, espresso, latte, cappuccino, barista, cafe, brew, mug, roast, roaster
        cup coffee: tea, drink, beverage, hot chocolate, cocoa, cup
        barley: seed, grain, wheat, cereal, crop, harvest, rice, corn, flour, bean
        leaf tree: plant, herb, vegetation, organic, botanical, botany, green, vegan, vegetarian, foliage, sustainability
        tree nature: forest, wood, woodland, jungle, timber, oak, pine, rainforest, park, trunk
        flower: blossom, rose, garden, gardening, petal, bloom, spring, bee, honey, pollen
        nature nature-people: nature, environment, countryside, landscape, outdoor, wilderness, ecosystem, ecology
        image-filter-hdr terrain: mountain, hill, peak, summit, alps, volcano, cliff, hiking, climb, highland, rock, canyon
        terrain: desert, dune, sand, valley, geology, soil, land, ground, plateau
        barley tree: farm, farmer, agriculture, rural, field, tractor, plantation
        water cup-water: liquid, hydration, river, rain drop, drop, moisture, fluid, hydrate, lake, stream, dew
        waves ferry anchor: ocean, sea, wave, tide, coast, marine, surf, current, tsunami
        beach umbrella: holiday, vacation, island, shore, tropical, relax, leisure
        fish: fishing, salmon, tuna, seafood, aquarium, whale, shark, dolphin, octopus, coral, reef
        ferry anchor: ship, boat, vessel, sail, sailing, navy, cruise, port, harbour, harbor, cargo, submarine, titanic
        white-balance-sunny weather-sunny: sun, sunlight, sunshine, summer, solar, daylight, heat, star system, day
        weather-night: moon, night, midnight, lunar, evening, dark, eclipse
        weather-cloudy: cloud, sky, overcast, atmosphere, climate, weather, air, nitrogen, oxygen
        weather-rainy weather-pouring: rain, storm, monsoon, flood, shower, precipitation
        weather-lightning flash: lightning, thunder, thunderstorm, electricity, electric, voltage, energy, power, battery
        weather-snowy snowflake snowman: snow, winter, ice, frost, cold, arctic, polar, glacier, frozen, antarctica, freeze
        weather-windy: wind, breeze, hurricane, tornado, turbine, gust
        weather-sunset: sunset, sunrise, dawn, dusk, morning, horizon
        thermometer: temperature, warm, warming, fever, celsius, degree
        fire: flame, burn, hot, campfire, heat, spicy, combustion, wildfire, lava
        earth: world, global, globe, planet, country, international, continent, geography, europe, asia, africa, america
        rocket: space, spaceship, spacecraft, launch, astronaut, nasa, mission, startup, orbit, mars, moon landing
        satellite-variant satellite: satellite, orbit, gps, signal, spaceflight
        meteor star: comet, asteroid, meteor, meteorite, crater
        star creation: galaxy, constellation, milky way, universe, cosmos, astronomy, astronomer, stellar, nebula
        telescope binoculars magnify: telescope, observe, observation, discover, discovery, explore, exploration, explorer
        black-mesa atom: black hole, nuclear, quantum, physics, particle, atom, fusion, relativity, gravity, photon
        dog-side paw: dog, puppy, pet, animal, wolf, fox, mammal, wildlife, bear, lion, tiger, zoo, paw, species
        cat paw: kitten, feline, cat
        duck owl: bird, eagle, penguin, feather, parrot, chicken, goose, wing, egg, nest
        cow: cattle, milk, dairy, beef, livestock, ox
        pig: pork, bacon, ham
        bug: insect, beetle, spider, ant, butterfly, pest, larva
        horseshoe donkey paw: horse, pony, equestrian, stallion, ride
        food-apple: apple, fruit, orange, banana, berry, cherry, vitamin, healthy food
        carrot food-apple: vegetable, salad, carrot, potato, tomato, diet
        nutrition food-apple: nutrition, nutrient, vitamin, mineral, protein, calorie
        silverware-fork silverware-variant food-fork-drink: restaurant, dinner, lunch, meal, eat, eating, cuisine, dish, taste, flavor, flavour
        food hamburger: burger, fast food, sandwich, snack, bread, lunch
        pizza: pizza, italian, cheese, pasta, oven
        stove pot-mix: cook, cooking, chef, kitchen, recipe, boil, soup, ingredient
        cookie cake-variant: bake, bakery, sweet, sugar, dessert, biscuit, chocolate, candy, pastry
        cake-variant: birthday, party, anniversary, celebration
        glass-mug: beer, ale, pub, brewery, hop
        glass-tulip: wine, vineyard, grape, winery, champagne, alcohol
        martini: cocktail, bar, spirit, gin, vodka
        ice-cream cookie: ice cream, gelato
        heart-pulse heart: health, healthy, cardio, cardiac, heartbeat, pulse, wellness, wellbeing
        heart: love, romance, valentine, affection, kindness, passion, care, compassion, marriage
        hospital hospital-building: hospital, medical, clinic, medicine, patient, surgery, emergency, healthcare
        stethoscope: doctor, nurse, physician, diagnosis, treatment, therapy
        pill: drug, pharmaceutical, tablet, antibiotic, capsule, supplement
        needle: vaccine, vaccination, injection, syringe, blood
        biohazard bug: virus, bacteria, germ, infection, disease, epidemic, pandemic, toxin
        dna test-tube: gene, genetic, genome, dna, evolution, biology, cell, biotech, heredity
        flask test-tube: science, scientist, chemistry, chemical, experiment, laboratory, lab, reaction, acid, molecule, solution
        microscope: microscope, research, microbe, analysis, study, sample
        brain head lightbulb-on-outline lightbulb-outline: brain, mind, memory, mental, think, thinking, psychology, neuron, intelligence, cognitive
        lightbulb-on-outline lightbulb lightbulb-outline: idea, invention, inventor, creative, creativity, innovation, inspiration, insight, thought, lamp, bulb
        emoticon-happy: happy, happiness, joy, smile, fun, laugh, humor, mood, emotion, feeling, gratitude
        emoticon-sad: sad, sadness, stress, anxiety, depression, anger, fear, grief
        sleep weather-night: sleep, sleeping, rest, nap, tired, insomnia, bedtime
        hotel: bed, bedroom, mattress, dream, accommodation, tourist
        run: running, runner, jog, sprint, marathon, race, athlete, exercise
        dumbbell: gym, fitness, workout, strength, muscle, weight, training, bodybuilding
        yoga meditation human-handsup flower: yoga, meditation, mindfulness, calm, stretch, breathe, breathing, breath
        bike: bicycle, cycling, cyclist, pedal
        walk: walking, step, stroll, pedestrian, foot
        swim: swimming, pool, diving, swimmer
        soccer: football, goal, fifa, ball, league, match
        basketball soccer: basketball, nba
        football football-helmet: nfl, quarterback, rugby
        tennis: tennis, racket, badminton
        trophy-variant trophy: win, winner, champion, championship, victory, award, success, olympic, medal, achievement, competition
        dice-5 cards puzzle: game, gambling, luck, chance, casino, poker, chess, probability, random
        gamepad-variant xbox-controller: gaming, gamer, video game, console, esport, playstation, nintendo
        puzzle: problem, challenge, strategy, solution, logic
        music-note music: music, song, melody, sound, tune, rhythm, tempo, composer, jazz, rock music, orchestra, symphony
        guitar-electric guitar-pick: guitar, band, concert, rock
        piano music-note: piano, keyboard instrument, instrument
        violin: violin, cello, classical
        microphone: sing, singer, podcast, voice, speech, speak, interview, karaoke
        headphones: listen, listening, audio, ear, hearing
        palette brush: art, artist, paint, painting, color, colour, design, designer, draw, drawing, craft, museum
        camera: photo, photograph, photography, photographer, picture, lens, portrait
        movie filmstrip: movie, film, cinema, hollywood, director, actor, animation, scene
        video television: video, tv, show, broadcast, youtube, streaming, series, media
        theater: theatre, drama, opera, stage, performance, comedy
        book-open-page-variant book-open: book, reading, novel, story, literature, author, writer, page, text, poem, poetry, fiction
        library: library, archive, knowledge, encyclopedia, bookstore
        school: education, student, university, college, learn, learning, graduate, degree, academy, class, lesson
        human-male-board school: teacher, teaching, lecture, professor, classroom
        pencil lead-pencil: write, writing, pencil, pen, note, essay, letter, sketch
        translate: language, translation, word, english, vocabulary, grammar, linguistic
        newspaper: news, press, journalism, journalist, headline, magazine, article
        bank: bank, finance, government, politics, law, court, senate, parliament, democracy, monument, museum, greek, roman, temple
        gavel: justice, judge, legal, lawyer, crime, trial, court, verdict
        scale-balance: balance, equality, fairness, ethics, compare, right
        castle: castle, medieval, king, kingdom, knight, fortress, tower, empire, palace
        crown: queen, royal, royalty, emperor, prince, princess, monarch, monarchy
        sword: war, battle, fight, warrior, army, military, samurai, viking, conflict, weapon
        shield: protect, protection, defense, defence, safe, safety, guard, insurance, immune, immunity
        pyramid triangle: pyramid, egypt, pharaoh, egyptian
        history clock: history, historical, ancient, century, past, era, tradition, heritage, origin, age
        clock: time, hour, minute, second, schedule, deadline, clock, late, early
        timer-sand timer: hourglass, countdown, wait, patience, speed test
        calendar: date, day, week, month, year, event, calendar, season
        alarm: alarm, wake, reminder
        cash-multiple cash: money, cash, dollar, income, salary, wage, wealth, rich, profit, economy, economic, currency, pay
        coin: coin, gold, penny, bitcoin, crypto, cryptocurrency, token, silver
        chart-line trending-up: growth, market, stock, invest, investment, investor, trend, increase, trade, trading, rise, commodity
        chart-pie chart-bar: statistic, data, percentage, share, analytics, report, survey, budget
        wallet: wallet, saving, save, spending, expense, debt, credit, loan
        sale tag: discount, price, sale, offer, deal, cheap, cost
        cart shopping: shop, shopping, buy, purchase, customer, retail, consumer, ecommerce, supermarket, grocery
        store: store, shop, market place, marketplace, merchant
        briefcase: business, company, work, job, career, office job, professional, corporate, employee
        handshake account-multiple: partnership, agreement, deal, negotiation, partner, cooperation, trust
        account-multiple: people, team, community, group, society, population, family, friend, social, crowd, public, human, person
        human-male-female: couple, man, woman, parent, adult, relationship
        baby: child, baby, infant, birth, kid, childhood, pregnancy
        worker: labor, labour, construction, builder, engineer, miner, mining, worker
        factory: industry, industrial, manufacturing, production, pollution, plant factory, emission, carbon
        cog settings: machine, mechanism, gear, engineering, mechanical, process, automation, system
        engine: motor, engine, horsepower, piston
        wrench hammer: tool, repair, fix, build, maintenance, hammer, diy
        robot android: robot, ai, artificial intelligence, machine learning, automation, android, chatbot
        chip memory: processor, cpu, chip, semiconductor, hardware, circuit, electronics, electronic, silicon, transistor
        laptop: computer, laptop, software, app, digital, technology, tech, online, pc
        code-tags: code, coding, programming, programmer, developer, algorithm, software development, html, swift, python
        database server: data, database, server, storage, information
        web earth: internet, web, website, network, online, browser
        wifi access-point: wifi, wireless, radio, signal, antenna, broadcast, wave radio
        cellphone: phone, smartphone, mobile, iphone, call
        email: mail, email, letter, post, message
        message-text forum: chat, conversation, talk, discussion, communication, communicate, comment
        lock: security, secure, password, privacy, encryption, secret, hacker, cybersecurity, hack
        key-variant key: key, access, unlock, essential, answer
        cloud: cloud computing, cloud storage
        car: car, vehicle, automobile, drive, driver, driving, road trip, tesla, sedan
        truck: transport, delivery, logistics, truck, shipping, freight, supply
        train subway: train, rail, railway, locomotive, metro, underground, tram
        airplane: plane, flight, fly, aviation, airport, travel, pilot, aircraft, jet, trip, journey
        bus: coach, bus, commute
        motorbike: motorcycle, scooter
        road-variant road: road, street, highway, path, way, route, lane
        bridge: bridge, span, crossing
        traffic-light: traffic, jam, intersection
        gas-station: fuel, petrol, gasoline, oil, diesel, gas
        map map-marker: map, place, location, destination, region, territory, navigation
        compass: direction, navigate, compass, north, adventure, guide
        city office: city, urban, building, skyscraper, architecture, town, metropolis, downtown, capital
        home: house, home, apartment, real estate, property, roof, household
        sofa: furniture, living room, couch, interior, decor, chair
        church: church, religion, faith, christian, cathedral, prayer, god, christianity, holy
        candle: light, candle, wax
        gift: present, gift, christmas, surprise, reward, holiday gift
        pine-tree tree: christmas tree, pine, evergreen
        ghost: halloween, ghost, horror, scary, haunted, spooky, monster
        airballoon: balloon, festival, float, freedom, dream
        flag: nation, national, country flag, patriot, independence, state
        diamond: jewel, jewelry, diamond, gem, crystal, luxury, treasure, precious, mineral
        magnet: magnet, magnetic, attraction, attract, magnetism
        scale weight-kilogram: mass, weigh, kilogram, measure, measurement
        gauge speedometer: speed, fast, velocity, acceleration, performance, quick
        recycle: recycle, recycling, waste, reuse, plastic, garbage, trash, sustainable
        glasses eye: eye, sight, vision, see, look, watch, view, visual, optical
        tooth: teeth, dentist, dental, mouth
        bone: skeleton, bone, fossil, dinosaur, skull
        hanger tshirt-crew: clothes, clothing, fashion, dress, wear, shirt, textile, cotton, outfit, fabric
        human-handsup trophy: confidence, motivation, courage, freedom, cheer
        bullseye target: goal setting, focus, target, aim, objective, purpose, habit, productivity
        check-circle: check, correct, true, complete, done, fact, correctly
        alert: danger, warning, risk, hazard, mistake, error, caution, crisis
        help-circle: question, mystery, why, unknown, curious, curiosity
        calculator: math, mathematics, number, calculate, calculation, arithmetic, tax, accounting
        pi function: equation, algebra, geometry, theorem, formula, calculus
        umbrella: umbrella, shelter, protection rain
        broom spray: clean, cleaning, hygiene, tidy, wash, soap, dust
        lighthouse ferry: lighthouse
        oil barrel: barrel, petroleum, crude
        spotlight: fame, celebrity, stage light
        infinity vector-circle: infinity, eternal, endless, forever
        elephant paw: elephant, mammoth, trunk animal
        turtle fish: turtle, tortoise, reptile, snake, crocodile, frog
        """
}
