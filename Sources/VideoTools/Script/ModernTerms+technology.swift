extension ModernTerms {
    static let technology: [ModernTerm] = [
        ModernTerm(
            name: "artificial intelligence",
            definition:
                "the branch of computer science that builds programs for tasks which otherwise need a human mind",
            kinds: ["machine learning", "expert systems", "computer vision", "language models"],
            notes: [
                "Most of today's systems are not told the rules: they find patterns in large numbers of examples.",
                "They can be very good at one narrow task and quite helpless just outside of it.",
                "How good they are depends on the data they have seen, mistakes and prejudices included.",
            ]),
        ModernTerm(
            name: "machine learning",
            definition: "a way of programming in which a computer finds the rules by itself, from examples",
            kinds: ["supervised learning", "unsupervised learning", "reinforcement learning"],
            parts: ["training data", "a model", "a measure of error"],
            notes: [
                "The program guesses, measures its error and changes itself a little, many millions of times over.",
                "What it has learned is then tested on examples that it has never seen.",
            ]),
        ModernTerm(
            name: "deep learning", definition: "machine learning with neural networks of many layers",
            kinds: ["image recognition", "speech recognition", "machine translation"],
            notes: ["Each layer builds on the one before: from edges to shapes, and from shapes to whole faces."]),
        ModernTerm(
            name: "large language model", otherNames: ["language model"], counts: true,
            definition: "a program that has learned from great amounts of text to predict how a text goes on",
            parts: ["billions of adjustable numbers", "a vocabulary of word pieces", "an attention mechanism"],
            notes: [
                "From that one skill come answers, summaries, translations and computer code.",
                "It has no built-in sense of truth, so what it says should be checked.",
            ]),
        ModernTerm(
            name: "chatbot", counts: true,
            definition: "a program that holds a conversation with people in plain language",
            notes: ["Simple ones follow a script, while newer ones are built on language models."]),
        ModernTerm(
            name: "blockchain", counts: true,
            definition: "a shared list of records that many computers keep together and that nobody can quietly change",
            parts: ["blocks of transactions", "cryptographic fingerprints", "rules for agreement"],
            notes: [
                "Each block carries the fingerprint of the block before, so changing one would break all that follow.",
                "It pays off where people who do not trust each other need one common record.",
            ]),
        ModernTerm(
            name: "cryptocurrency",
            definition: "digital money that is kept by a network of computers and not by a bank",
            kinds: ["bitcoin", "ether", "stablecoins"],
            notes: [
                "Its price can rise and fall steeply within days.",
                "Whoever holds the secret key holds the money, and a lost key cannot be replaced.",
            ]),
        ModernTerm(
            name: "bitcoin",
            definition: "the first widely used cryptocurrency, running since January 2009 without a central bank",
            parts: ["a public ledger", "miners", "private keys"],
            notes: ["There will never be more than 21 million coins, a limit that is written into its program."]),
        ModernTerm(
            name: "cloud computing", otherNames: ["cloud"],
            definition: "the use of computers, storage and software in somebody else's data center, over the internet",
            kinds: ["infrastructure as a service", "platforms", "software as a service"],
            notes: ["You pay for what you use, and give up some control in return."]),
        ModernTerm(
            name: "quantum computing", otherNames: ["quantum computer"],
            definition:
                "a way of calculating that uses the laws of quantum physics, such as superposition and entanglement",
            parts: ["qubits", "quantum gates", "error correction"],
            notes: [
                "A bit is zero or one, but a qubit can be a blend of both until it is measured.",
                "It is no faster computer for everything: it helps with special problems, such as simulating molecules.",
            ]),
        ModernTerm(
            name: "cybersecurity", otherNames: ["cyber security"],
            definition: "the protection of computers, networks and data against theft, damage and misuse",
            kinds: ["network security", "encryption", "access control", "backup"],
            notes: [
                "Many break-ins begin with a simple message that talks somebody into giving away a password.",
                "Updates, long passwords and a second factor stop a great part of them.",
            ]),
        ModernTerm(
            name: "internet of things",
            definition: "the network of everyday objects with sensors and a connection, from lamps to whole factories",
            parts: ["sensors", "radio links", "control software"]),
        ModernTerm(
            name: "augmented reality",
            definition: "a view of the real world to which a computer adds pictures, sounds or directions",
            notes: ["Virtual reality replaces what you see, while augmented reality adds to it."]),
        ModernTerm(
            name: "virtual reality",
            definition: "a world made by a computer that answers to your movements as if you were inside it",
            parts: ["a headset", "motion sensors", "hand controllers"]),
        ModernTerm(
            name: "smartphone", otherNames: ["mobile phone", "iphone"], counts: true,
            definition: "a pocket computer with a touch screen, a camera and a telephone built in",
            parts: ["a processor", "a battery", "a camera", "a radio"]),
        ModernTerm(
            name: "3d printing",
            definition: "the making of solid objects layer by layer from a digital model",
            kinds: ["melted plastic", "light-hardened resin", "metal powder fused by a laser"]),
        ModernTerm(
            name: "drone", otherNames: ["quadcopter"], counts: true,
            definition: "an aircraft without a pilot on board, steered from the ground or by its own computer",
            parts: ["rotors", "a battery", "a flight controller", "a camera"]),
        ModernTerm(
            name: "electric car", otherNames: ["electric vehicle"], counts: true,
            definition: "a car that is driven by an electric motor and a battery instead of an engine that burns fuel",
            parts: ["a battery", "an electric motor", "power electronics", "a charging port"],
            notes: [
                "When it brakes, the motor becomes a generator and gives energy back to the battery.",
                "How clean it is depends on how its electricity and its battery are made.",
            ]),
        ModernTerm(
            name: "self-driving car", otherNames: ["self driving car", "autonomous vehicle"], counts: true,
            definition: "a car that senses its surroundings and steers by itself",
            parts: ["cameras", "radar", "detailed maps", "a planning computer"]),
        ModernTerm(
            name: "streaming", definition: "the playing of music or video while it is still being sent over the network"
        ),
        ModernTerm(
            name: "open source", otherNames: ["open source software"],
            definition: "software whose source code anyone may read, change and pass on"),
        ModernTerm(
            name: "search engine optimization",
            definition: "the work of making a web page easy to find for search engines and useful for people"),
        ModernTerm(
            name: "robot", counts: true,
            definition: "a machine that senses its surroundings and can carry out a series of movements by itself",
            kinds: ["industrial arms", "vacuum cleaners", "drones", "humanoid robots"],
            parts: ["sensors", "motors", "a control computer"],
            notes: ["The word comes from a Czech play of 1920 and goes back to a word for forced labor."]),
        ModernTerm(
            name: "computer", counts: true,
            definition:
                "a machine that stores data and follows a list of instructions, called a program, at great speed",
            kinds: ["laptops", "servers", "smartphones", "supercomputers"],
            parts: ["a processor", "memory", "storage", "devices for input and output"],
            notes: [
                "All it handles, from words to pictures, is kept as zeros and ones.",
                "The processor fetches an instruction, carries it out and goes on to the next, billions of times a second.",
            ]),
        ModernTerm(
            name: "event sourcing",
            definition:
                "a way of building software in which every change is kept as an event, and the state is computed from them",
            notes: ["Since nothing is overwritten, you can ask what the state was at any moment of the past."]),
    ]
}
