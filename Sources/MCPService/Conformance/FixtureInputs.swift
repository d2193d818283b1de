import EventStore

/// The suite's tools that ask the client for something and are called again with the answer (2026-07-28).
struct FixtureInputs: Sendable {
    let seal: RequestSeal

    var tools: [any Tool] {
        let prefix = "test_input_required_result_"
        return [
            asking(prefix + "elicitation", ["user_name": Fixture.question("What is your name?", "name")]) {
                "Hello, \(Self.field("name", of: $0["user_name"]))!"
            },
            asking(prefix + "sampling", ["capital_question": Fixture.sampling("What is the capital of France?")]) {
                "The model says: \(Self.text(of: $0["capital_question"]))"
            },
            asking(prefix + "list_roots", ["client_roots": Fixture.roots]) {
                "Roots: \(($0["client_roots"]?["roots"]?.array ?? []).count)"
            },
            asking(prefix + "request_state", ["confirm": Self.confirmation], seals: true) { _ in "state-ok" },
            asking(
                prefix + "multiple_inputs",
                [
                    "user_name": Fixture.question("What is your name?", "name"),
                    "greeting": Fixture.sampling("Say hello"), "client_roots": Fixture.roots,
                ], seals: true
            ) { "Hello, \(Self.field("name", of: $0["user_name"]))! \(Self.text(of: $0["greeting"]))" },
            asking(prefix + "tampered_state", ["confirm": Self.confirmation], seals: true) { _ in "state-ok" },
            rounds, capable, streaming, missing,
        ]
    }

    private static let confirmation = Fixture.elicitation(
        "Go on?", ["ok": ["type": "boolean"]], required: ["ok"])

    /// Asks until every answer is there; those that are wrong are asked for again, others are passed over.
    private func asking(
        _ name: String, _ requests: JSONObject, seals: Bool = false,
        _ answer: @escaping @Sendable (JSONObject) -> String
    ) -> FixtureTool {
        FixtureTool(name, "Asks the client, then answers") { arguments, context in
            do throws(RPCError) {
                let place = Self.place(name, arguments, context)
                let given = context.request.params["inputResponses"]?.object ?? [:]
                let state = try context.request.params["requestState"]?.string.map { text throws(RPCError) in
                    try seal.open(text, for: place)
                }
                let open = JSONObject(
                    requests.members.filter { !Self.answers($0.value, given[$0.key]) }.map { ($0.key, $0.value) })
                guard !open.isEmpty || seals && state == nil else {
                    return Fixture.result(Fixture.text(answer(given)))
                }
                return try Self.ask(open.isEmpty ? requests : open, seals ? seal.seal([:], for: place) : nil, context)
            } catch {
                return .failure(error)
            }
        }
    }

    /// Asks twice, one thing after the other, with a state that changes.
    private var rounds: FixtureTool {
        let name = "test_input_required_result_multi_round"
        return FixtureTool(name, "Asks twice") { arguments, context in
            do throws(RPCError) {
                let place = Self.place(name, arguments, context)
                let state = try context.request.params["requestState"]?.string.map { text throws(RPCError) in
                    try seal.open(text, for: place)
                }
                let given = context.request.params["inputResponses"]?.object ?? [:]
                let step = state?["step"]?.int ?? 0
                if step == 2, given["step2"] != nil {
                    let first = state?["name"]?.string ?? ""
                    let second = Self.field("color", of: given["step2"])
                    return Fixture.result(Fixture.text("\(first) likes \(second)"))
                }
                if step >= 1, given["step1"] != nil || step == 2 {
                    let known = state?["name"] ?? .string(Self.field("name", of: given["step1"]))
                    return try Self.ask(
                        ["step2": Fixture.question("Step 2: what is your favourite colour?", "color")],
                        seal.seal(["step": 2, "name": known], for: place), context)
                }
                return try Self.ask(
                    ["step1": Fixture.question("Step 1: what is your name?", "name")],
                    seal.seal(["step": 1], for: place), context)
            } catch {
                return .failure(error)
            }
        }
    }

    /// Asks only for what the client says it can.
    private var capable: FixtureTool {
        FixtureTool("test_input_required_result_capabilities", "Asks for what the client can") { _, context in
            let all: JSONObject = [
                "user_name": Fixture.question("What is your name?", "name"),
                "greeting": Fixture.sampling("Say hello"), "client_roots": Fixture.roots,
            ]
            let known = all.members.filter { Self.canAsk($0.value, context.request.capabilities) }
            let given = context.request.params["inputResponses"]?.object ?? [:]
            let open = known.filter { !Self.answers($0.value, given[$0.key]) }
            guard !open.isEmpty else { return Fixture.result(Fixture.text("Nothing to ask")) }
            return .success([
                "resultType": "input_required",
                "inputRequests": .object(JSONObject(open.map { ($0.key, $0.value) })),
            ])
        }
    }

    private var streaming: FixtureTool {
        asking("test_streaming_elicitation", ["user_name": Fixture.question("What is your name?", "name")]) {
            "Hello, \(Self.field("name", of: $0["user_name"]))!"
        }
    }

    private var missing: FixtureTool {
        FixtureTool("test_missing_capability", "Needs sampling") { _, context in
            guard context.request.capabilities["sampling"] != nil else {
                return .failure(.missingCapability(["sampling": [:]]))
            }
            return Fixture.result(Fixture.text("The client can sample"))
        }
    }

    static func place(_ name: String, _ arguments: JSONObject, _ context: RequestContext) -> RequestSeal.Place {
        RequestSeal.Place(
            principal: context.principal, method: context.request.method, name: name, arguments: .object(arguments))
    }

    /// - Throws: `-32021` where the client can do none of it.
    static func ask(
        _ requests: JSONObject, _ state: String?, _ context: RequestContext
    ) throws(RPCError) -> Result<JSONObject, RPCError> {
        let known = requests.members.filter { canAsk($0.value, context.request.capabilities) }
        guard !known.isEmpty else {
            let needs = requests.members.map { (capability(of: $0.value), JSON.object([:])) }
            throw .missingCapability(.object(JSONObject(needs)))
        }
        var result: JSONObject = [
            "resultType": "input_required", "inputRequests": .object(JSONObject(known.map { ($0.key, $0.value) })),
        ]
        if let state { result["requestState"] = .string(state) }
        return .success(result)
    }

    static func answers(_ request: JSON, _ response: JSON?) -> Bool {
        guard let response = response?.object else { return false }
        switch capability(of: request) {
        case "elicitation": return response["action"]?.string != nil && response["content"]?.isNull ?? true == false
        case "sampling": return response["content"]?.object != nil || response["content"]?.array != nil
        default: return response["roots"]?.array != nil
        }
    }

    private static func capability(of request: JSON) -> String {
        request["method"]?.string?.split(separator: "/").first.map(String.init) ?? ""
    }

    private static func canAsk(_ request: JSON, _ capabilities: JSONObject) -> Bool {
        capabilities[capability(of: request)]?.object != nil
    }

    static func field(_ name: String, of response: JSON?) -> String { response?["content"]?[name]?.string ?? "" }

    static func text(of response: JSON?) -> String {
        response?["content"]?["text"]?.string ?? response?["content"]?[0]?["text"]?.string ?? ""
    }
}
