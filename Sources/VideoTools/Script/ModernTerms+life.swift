extension ModernTerms {
    static let life: [ModernTerm] = [
        ModernTerm(
            name: "climate change",
            definition:
                "the long-term shift of temperatures and weather patterns on Earth, today driven mainly by human activity",
            parts: ["rising temperatures", "melting ice", "rising seas", "changed rainfall"],
            notes: [
                "Burning coal, oil and gas adds carbon dioxide to the air, and that holds back heat.",
                "Clean power, less waste and intact forests are among the answers.",
            ]),
        ModernTerm(
            name: "renewable energy", otherNames: ["clean energy", "green energy"],
            definition: "energy from sources that nature refills by itself",
            kinds: ["solar power", "wind power", "water power", "geothermal heat"],
            notes: ["Sun and wind come and go, so storage and good networks matter as much as the plants."]),
        ModernTerm(
            name: "solar energy", otherNames: ["solar power", "solar panel"],
            definition: "the light and heat of the sun, caught and turned into electricity or warmth",
            kinds: ["photovoltaic panels", "solar heaters", "mirrors that drive a turbine"]),
        ModernTerm(
            name: "carbon footprint", counts: true,
            definition: "the amount of greenhouse gases that a person, a product or a trip sets free"),
        ModernTerm(
            name: "sustainability",
            definition: "the art of meeting the needs of today without using up what tomorrow needs",
            kinds: ["ecological balance", "social fairness", "economic strength"]),
        ModernTerm(
            name: "social media", otherNames: ["social network"],
            definition: "services on the internet where people publish, share and discuss what they make",
            kinds: ["photo and video feeds", "short messages", "discussion groups", "professional networks"],
            notes: ["They earn from attention, so what you see is chosen to keep you looking."]),
        ModernTerm(
            name: "podcast", counts: true,
            definition: "a series of recorded episodes that you can subscribe to and hear whenever you like"),
        ModernTerm(
            name: "startup", counts: true,
            definition: "a young company that tries out a new business idea and means to grow fast",
            parts: ["founders", "a product", "first customers", "funding"]),
        ModernTerm(
            name: "remote work", otherNames: ["working from home", "home office"],
            definition: "work that is done outside the office and reaches the team over the network",
            notes: ["It saves the way to work, and asks for clear agreements and real breaks."]),
        ModernTerm(
            name: "personal finance",
            definition: "the handling of one's own money: earning, spending, saving, investing and protecting it",
            parts: ["a budget", "a reserve for emergencies", "insurance", "long-term savings"],
            notes: [
                "A budget is nothing but a plan for money that has not been spent yet.",
                "Interest works for those who save and against those who borrow.",
            ]),
        ModernTerm(
            name: "compound interest",
            definition: "interest that is paid on earlier interest as well as on the sum itself",
            notes: ["At seven percent a year a sum doubles in about ten years."]),
        ModernTerm(
            name: "mindfulness",
            definition: "the practice of paying attention to the present moment, on purpose and without judging it",
            kinds: ["sitting meditation", "breathing exercises", "mindful walking"],
            notes: ["A few quiet minutes with the breath are a common way to begin."]),
        ModernTerm(
            name: "intermittent fasting",
            definition: "a way of eating that alternates between hours or days of meals and of fasting",
            kinds: ["sixteen hours without food each day", "two light days a week"],
            notes: ["It does not suit everyone, so ask a doctor when in doubt."]),
        ModernTerm(
            name: "mental health",
            definition:
                "the state of mind in which a person can cope with life, work well and take part in a community",
            notes: ["Sleep, movement, company and help in time all support it."]),
        ModernTerm(
            name: "healthy eating", otherNames: ["healthy food", "healthy diet"],
            definition: "a varied diet with plenty of vegetables, fruit and whole grains, and little salt and sugar"),
        ModernTerm(
            name: "minimalism",
            definition: "the choice to live with fewer things, and to keep those that are useful or dear"),
        ModernTerm(
            name: "time management",
            definition: "the skill of deciding what to do, when to do it, and what to leave undone",
            kinds: ["time blocks", "lists of priorities", "fixed breaks"]),
        ModernTerm(
            name: "productivity", definition: "the relation between what is achieved and the time and effort it takes"),
        ModernTerm(
            name: "habit", counts: true,
            definition: "an action that has become automatic because it was repeated often in the same situation",
            parts: ["a cue", "a routine", "a reward"],
            notes: ["Small steps, tied to something you do anyway, last longest."]),
        ModernTerm(
            name: "sleep",
            definition: "a state of rest, in cycles of about ninety minutes, in which body and brain recover",
            parts: ["light sleep", "deep sleep", "dream sleep"],
            notes: [
                "Most adults need between seven and nine hours.",
                "A dark, quiet and cool room and regular hours help.",
            ]),
        ModernTerm(
            name: "yoga",
            definition: "an old Indian practice that joins postures, breathing and meditation",
            kinds: ["hatha", "vinyasa", "yin", "ashtanga"]),
        ModernTerm(
            name: "meditation",
            definition:
                "the practice of training attention, often by resting the mind on the breath, a word or an image",
            kinds: ["mindfulness", "loving-kindness meditation", "walking meditation"],
            notes: ["It can be learned by anyone, and a few minutes a day are enough to begin."]),
        ModernTerm(
            name: "democracy",
            definition: "a system of government in which the people decide, directly or through those whom they elect",
            kinds: ["direct democracy", "parliamentary democracy", "presidential democracy"],
            parts: ["free elections", "equal votes", "a free press", "the rule of law"],
            notes: ["The word is Greek and means the rule of the people."]),
        ModernTerm(
            name: "the solar system", otherNames: ["solar system"],
            definition:
                "the sun and everything that its gravity holds: eight planets, their moons, asteroids and comets",
            parts: ["the sun", "eight planets", "dwarf planets such as Pluto", "a great many comets"],
            notes: [
                "The sun holds more than ninety-nine percent of its mass.",
                "Light takes about eight minutes from the sun to Earth, and more than four hours to Neptune.",
            ]),
        ModernTerm(
            name: "planet", counts: true,
            definition: "a large round body that circles a star and has cleared its path of other bodies",
            kinds: ["rocky planets", "gas giants", "ice giants", "planets of other stars"],
            notes: ["Eight of them circle our sun, since Pluto has been counted as a dwarf planet from 2006 on."]),
        ModernTerm(
            name: "black hole", counts: true,
            definition: "a region of space whose gravity is so strong that not even light can leave it",
            kinds: ["stellar black holes", "supermassive black holes"],
            parts: ["an event horizon", "often a glowing disk of gas"],
            notes: [
                "Many of them are what is left when a massive star collapses.",
                "A very large one lies at the center of our own galaxy.",
                "The first picture of the shadow of one was published in 2019.",
            ]),
        ModernTerm(
            name: "esports", otherNames: ["e sports"],
            definition: "video gaming as an organized competition, with teams, leagues and spectators"),
    ]
}
