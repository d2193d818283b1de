import Crypto

/// Takes out of values what rules keep from the log; pure but for the digest it was given.
struct Withholding: Sendable {
    /// What stands where something was left out.
    static let mark: JSON = "[withheld]"

    let rules: RecordingRules
    /// HMAC of a value, hexadecimal: alike for alike.
    let digest: @Sendable ([UInt8]) -> String
    private let names: SecretNames

    init(_ rules: RecordingRules, digest: @escaping @Sendable ([UInt8]) -> String) {
        self.rules = rules
        self.digest = digest
        names = SecretNames(rules.secretFields)
    }

    /// A value as the log is given it.
    struct Kept {
        var value: JSON
        /// Nil where it is whole.
        var withheld: Withheld?
    }

    /// What somebody asked for.
    ///
    /// - Parameters:
    ///   - place: the path of the value in its event.
    ///   - level: what is kept of that which it was made of; anything but `full` hides the whole.
    func asked(_ value: JSON, at place: String, _ rule: RecordingRule, level: RecordingPolicy = .full) -> Kept {
        let policy = rule.arguments.stricter(level)
        guard policy.isBlind || level > .full else { return filtered(value, at: place, policy, rule.fields(policy)) }
        return blinded(value, at: place, policy, keeping: [])
    }

    /// What was made: where what was asked for is hidden, what came of it is too, but ids, links and states.
    ///
    /// - Parameter level: what is kept at most; anything but `full` hides the whole.
    func made(_ value: JSON, at place: String, _ rule: RecordingRule, level: RecordingPolicy) -> Kept {
        let policy = rule.results.isBlind ? rule.results.stricter(level) : level
        guard policy > .full else { return filtered(value, at: place, rule.results, rule.fields(rule.results)) }
        return blinded(value, at: place, policy, keeping: Self.structural)
    }

    /// A text that may quote anything.
    func text(_ text: String, at place: String, level: RecordingPolicy) -> Kept {
        guard level > .full else { return Kept(value: .string(text)) }
        return blinded(.string(text), at: place, level, keeping: [])
    }

    /// The parameters of a request; `arguments` of a tool call and what else comes with them.
    func params(_ request: RequestReceived) -> Kept {
        guard request.method == "tools/call" else { return asked(request.params, at: "params", rules.standard) }
        guard let params = request.params.object, let name = params["name"] else {
            return asked(request.params, at: "params", rules.standard)
        }
        let rule = rules[name.string ?? ""]
        var kept: JSONObject = ["name": name]
        var places: [String] = []
        for member in params.members where member.key != "name" {
            let inner = asked(member.value, at: "params.\(member.key)", rule)
            if !inner.value.isNull { kept[member.key] = inner.value }
            places += inner.withheld?.places ?? []
        }
        return Kept(
            value: .object(kept), withheld: places.isEmpty ? nil : Withheld(policy: rule.arguments, places: places))
    }

    /// The answer of a provider as text; nil where nothing needs to be left out.
    func withoutSecrets(_ answer: String) -> String? {
        guard let json = try? JSON(parsing: Array(answer.utf8)) else { return nil }
        var places: [String] = []
        return filter(json, [], "", &places)?.text
    }

    /// Whether something of a message to a client is not for the log: then nothing of it is.
    ///
    /// Of what an answer is made is not seen from it, so one rule that hides wholes hides all of them.
    func mustHide(_ message: JSON) -> Bool {
        if rules.hidesWholes { return true }
        var places: [String] = []
        if filter(message, [], "", &places) != nil { return true }
        // Clients of old revisions get the result as text alone.
        let texts = (message["result"]?["content"]?.array ?? []).compactMap { $0["text"]?.string }
        return texts.contains { $0.hasPrefix("{") && withoutSecrets($0) != nil }
    }

    // MARK: members

    private func filtered(_ value: JSON, at place: String, _ policy: RecordingPolicy, _ fields: Set<String>) -> Kept {
        var places: [String] = []
        guard let kept = filter(value, fields, place, &places) else { return Kept(value: value) }
        return Kept(value: kept, withheld: Withheld(policy: policy.stricter(.redacted), places: places))
    }

    /// The value without the members that are named; nil where it has none.
    private func filter(_ value: JSON, _ fields: Set<String>, _ path: String, _ places: inout [String]) -> JSON? {
        switch value {
        case .object(let object):
            var kept: JSONObject?
            for member in object.members {
                let inner = path.isEmpty ? member.key : "\(path).\(member.key)"
                if fields.contains(member.key) || names.contains(member.key) {
                    places.append(inner)
                    kept = kept ?? object
                    kept?[member.key] = Self.mark
                } else if let changed = filter(member.value, fields, inner, &places) {
                    kept = kept ?? object
                    kept?[member.key] = changed
                }
            }
            return kept.map(JSON.object)
        case .array(let items):
            var kept: [JSON]?
            for (index, item) in items.enumerated() {
                guard let changed = filter(item, fields, "\(path)[\(index)]", &places) else { continue }
                kept = kept ?? items
                kept?[index] = changed
            }
            return kept.map(JSON.array)
        default: return nil
        }
    }

    // MARK: wholes

    /// What the service itself makes up, and needs to go on: nothing of it comes from what was asked for.
    private static let structural: Set<String> = [
        "task_id", "batch_id", "trace_id", "status", "result_urls", "total_videos", "estimated_completion",
        "video_seconds", "duration",
    ]

    /// A value of which nothing in words is kept but some members: of an object each member's digest, else its own.
    private func blinded(_ value: JSON, at place: String, _ policy: RecordingPolicy, keeping: Set<String>) -> Kept {
        guard let object = value.object else {
            guard !value.isNull else { return Kept(value: value) }
            return Kept(value: stand(for: value, policy), withheld: Withheld(policy: policy, places: [place]))
        }
        var kept: JSONObject = [:]
        var isWhole = true
        for member in object.members {
            if keeping.contains(member.key) {
                kept[member.key] = member.value
            } else {
                isWhole = false
                if policy == .hashed { kept[member.key] = stand(for: member.value, policy) }
            }
        }
        return Kept(value: .object(kept), withheld: isWhole ? nil : Withheld(policy: policy, places: [place]))
    }

    private func stand(for value: JSON, _ policy: RecordingPolicy) -> JSON {
        switch policy {
        case .hashed: .string("hmac-sha256:" + digest(value.bytes))
        case .off: .null
        case .full, .redacted: Self.mark
        }
    }
}
