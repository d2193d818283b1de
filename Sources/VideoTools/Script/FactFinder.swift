/// Finds what WordNet knows about a meaning: kinds, parts, relatives, larger families.
struct FactFinder: Sendable {
    let wordNet: WordNet
    /// The most facts of one sort.
    var limit = 12

    /// Everything about one meaning.
    ///
    /// - Parameter name: the word the subject uses, which is one of the meaning's words.
    func facts(of synset: Synset, name: String) -> TopicFacts {
        var topic = outline(of: synset, name: name)
        let parents = synset.related(.kindOf) + synset.related(.instanceOf)
        topic.genus = ancestors(parents)
        topic.kinds = outlines(synset.related(.kinds) + synset.related(.instances), besides: [name])
        topic.parts = outlines(
            synset.related(.parts) + synset.related(.substances) + members(of: synset), besides: [name])
        topic.wholes = outlines(synset.related(.partOf) + synset.related(.memberOf))
        // A family that holds nearly everything says nothing about its members.
        if let parent = parents.first.flatMap(wordNet.synset), synset.related(.instanceOf).isEmpty,
            parent.related(.kinds).count <= 40, !Self.abstract.contains(parent.words.first ?? "")
        {
            topic.relatives = outlines(parent.related(.kinds).filter { $0 != synset.offset }, besides: [name])
        }
        return topic
    }

    /// Name and definition only.
    func outline(of synset: Synset, name: String) -> TopicFacts {
        let definition = GlossText.definition(synset.gloss, field: synset.field)
        return TopicFacts(name: name, isCountable: isCountable(synset, name, definition), definition: definition)
    }

    /// The best-known of these meanings first.
    private func outlines(_ offsets: [Int], besides names: [String] = []) -> [TopicFacts] {
        let known = offsets.prefix(80).compactMap { offset -> (facts: TopicFacts, fame: Int)? in
            guard let synset = wordNet.synset(at: offset), isFit(synset), let name = bestName(synset),
                !names.contains(name.lowercased())
            else { return nil }
            return (outline(of: synset, name: name), fame(name))
        }
        // Stable: meanings of equal fame stay in WordNet's order.
        let ranked = known.enumerated().sorted { ($1.element.fame, $0.offset) < ($0.element.fame, $1.offset) }
        let facts = ranked.map(\.element.facts).reduce(into: [TopicFacts]()) { kept, fact in
            if !kept.contains(where: { $0.name == fact.name }) { kept.append(fact) }
        }
        return Array(facts.prefix(limit))
    }

    /// The members of a group; the people of a city are no part of it.
    private func members(of synset: Synset) -> [Int] {
        synset.related(.instanceOf).isEmpty ? synset.related(.members) : []
    }

    private func ancestors(_ parents: [Int]) -> [TopicFacts] {
        var found: [TopicFacts] = []
        var next = parents.first
        while let offset = next, found.count < 2, let synset = wordNet.synset(at: offset),
            let name = synset.words.first,
            !Self.abstract.contains(name), synset.field != 3
        {
            found.append(outline(of: synset, name: name))
            next = synset.related(.kindOf).first
        }
        return found
    }

    private func bestName(_ synset: Synset) -> String? {
        synset.words.filter { $0.count <= 24 && $0.split(separator: " ").count <= 3 && !$0.contains(where: \.isNumber) }
            .max { fame($0) < fame($1) }
    }

    private func fame(_ name: String) -> Int {
        let uses = wordNet.uses(of: name).noun
        // Words of one meaning are seldom known by many; length tells rare compounds from common words.
        return uses * 4 + max(0, 16 - name.count) / 4 + (name.contains(" ") ? 0 : 1)
    }

    private func isFit(_ synset: Synset) -> Bool {
        !GlossText.isRude(synset.gloss) && synset.related(.usage).isEmpty
    }

    /// Animals, things, bodies, groups, places, people and plants are counted; WordNet does not say which.
    private func isCountable(_ synset: Synset, _ name: String, _ definition: String?) -> Bool {
        guard [5, 6, 8, 14, 15, 17, 18, 20, 25].contains(synset.field), synset.related(.instanceOf).isEmpty,
            name == name.lowercased(), !name.hasSuffix("s") || name.hasSuffix("ss"), !Self.massNouns.contains(name),
            !Self.massNouns.contains(name.split(separator: " ").last.map(String.init) ?? "")
        else { return false }
        let opening = definition?.split(separator: " ").first.map(String.init) ?? ""
        return ["a", "an", "any", "one", "each", "either", "someone", "the"].contains(opening) || synset.field != 6
    }

    private static let massNouns: Set<String> = [
        "clothing", "furniture", "equipment", "hardware", "software", "jewelry", "glass", "paper", "wool", "silk",
        "cotton", "machinery", "transport", "footwear", "internet", "wood", "steel", "concrete", "water", "ice",
        "snow", "soil", "sand", "rock", "lava", "blood", "hair", "skin", "fur", "music", "art", "gold", "space",
        "outer space", "bamboo", "wheat", "rice", "corn", "maize", "light", "coffee", "tea", "grass", "moss", "ivy",
        "police", "mankind",
    ]

    private static let abstract: Set<String> = [
        "entity", "physical entity", "abstraction", "abstract entity", "object", "whole", "matter", "thing",
        "artifact", "unit", "attribute", "state", "event", "act", "group", "relation", "measure", "causal agent",
        "instrumentality", "physical object", "living thing", "organism", "psychological feature", "process",
        "physical process", "condition", "property", "substance", "way", "content", "cognition", "location",
        "region", "happening", "communication", "activity", "collection", "part", "body", "cause", "change", "opening",
        "space", "gap", "crack",
        "idea", "impression", "device", "structure", "feeling", "natural object", "material", "quality", "food",
        "geological formation", "nutriment", "person", "area", "container", "implement", "equipment", "information",
    ]
}
