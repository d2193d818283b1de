import Testing

@testable import EventStore

@Suite("Facts read for folds")
struct FactReaderTests {
    private func event(_ type: EventType, _ payload: String, version: Int = 1) -> RecordedEvent {
        RecordedEvent(
            position: Position(1), time: Timestamp(nanoseconds: 1), stream: StreamName("test", "x"), revision: .first,
            type: type, version: version, metadata: EventMetadata(), payload: Array(payload.utf8))
    }

    /// A fact without what folds do not look at.
    private func pruned(_ fact: (any Event)?) -> JSON? {
        switch fact {
        case let fact as RequestReceived:
            let name = fact.params["name"].map { JSONObject([("name", $0)]) } ?? [:]
            return try? JSON(
                encoding: RequestReceived(
                    request: fact.request, transport: fact.transport, revision: fact.revision, method: fact.method,
                    rpcID: fact.rpcID, client: fact.client,
                    params: fact.params.object == nil ? .null : .object(name), access: fact.access))
        case let fact as ToolCompleted:
            return try? JSON(
                encoding: ToolCompleted(
                    request: fact.request, tool: fact.tool, outcome: fact.outcome, result: .null, seconds: fact.seconds)
            )
        case let fact?: return try? JSON(encoding: fact)
        case nil: return nil
        }
    }

    private func check(_ type: EventType, _ payload: String, version: Int = 1) {
        let event = event(type, payload, version: version)
        var reader = FactReader()
        let read = reader.read(event, withFact: true)
        #expect(pruned(read.body) == pruned(event.body), "\(payload)")
        #expect(read.payload == event.payload && read == event)
        // The second time names are known.
        #expect(pruned(reader.read(event, withFact: true).body) == pruned(event.body), "\(payload)")
    }

    @Test(
        "are those of the whole event, without what no fold looks at",
        arguments: [
            #"{"request":"a","transport":"http","revision":"r","method":"tools/call","client":"c","params":{"name":"t","arguments":{"a":[1,"}]\"",{}]}},"rpc_id":"1"}"#,
            #"{"request":"a","transport":"http","revision":"","method":"ping","params":null}"#,
            #"{"request":"a","transport":"http","revision":"","method":"ping","params":[1,{"name":"x"}]}"#,
            #"{"request":"a","transport":"http","revision":"","method":"ping","params":{}}"#,
            #"{"request":"a","transport":"http","revision":"","method":"ping","params":{"name":7},"client":null}"#,
            #" { "request" : "a" , "transport":"http","revision":"","method":"pïng" , "params" : { "x" : 1 } } "#,
            #"{"request":"a\n","transport":"http","revision":"","method":"é\u00e9","params":{"name":"a\"b"}}"#,
            #"{"request":"a","transport":"http","revision":"","method":"m","params":{},"access":{"role":"user","address":null,"units":3,"nonce":"k/1"}}"#,
            #"{"request":"a","transport":"http","revision":"","method":"m","params":{},"access":null}"#,
            #"{"request":"a","transport":"http","revision":"","method":"m","params":{},"access":{"role":1}}"#,
            #"{"request":"a","transport":"http","revision":"","params":{}}"#,
            #"{"request":1,"transport":"http","revision":"","method":"m","params":{}}"#,
            #"{"request":"a","request":"b","transport":"http","revision":"","method":"m","params":{}}"#,
            #"{"request":"a","transport":"http","revision":"","method":"m","params":{}} x"#, "", "{", "[]", "{}",
            "null",
        ])
    func requests(payload: String) {
        check(RequestReceived.type, payload)
        check(RequestReceived.type, payload, version: 2)
    }

    @Test(
        "tell how calls ended",
        arguments: [
            #"{"request":"a","tool":"t","outcome":"success","result":{"a":{"b":["]"]}},"seconds":0.25}"#,
            #"{"request":"a","tool":"t","outcome":"tool_error","result":"no \"such\"","seconds":12}"#,
            #"{"request":"a","tool":"t","outcome":"cancelled","result":null,"seconds":1e-3}"#,
            #"{"request":"a","tool":"t","outcome":"unheard","result":null,"seconds":1}"#,
            #"{"request":"a","tool":"t","outcome":"success","seconds":1}"#,
            #"{"request":"a","tool":"t","outcome":"success","result":1,"seconds":"1"}"#,
            #"{"request":"a","tool":"t","outcome":"success","result":1,"seconds":0.1234567890123456789}"#,
            #"{"request":"a","tool":"t","outcome":"success","result":1,"seconds":1,"withheld":{"policy":"redacted","places":["result"]}}"#,
        ])
    func calls(payload: String) {
        check(ToolCompleted.type, payload)
        check(ToolCompleted.type, payload, version: 2)
    }

    @Test(
        "are read where they lie in the shapes that this build writes",
        arguments: [
            RequestReceived.self, ToolCompleted.self, RequestCompleted.self, TaskProgressed.self, TaskStageStarted.self,
            MetricsSampled.self,
        ] as [any Event.Type])
    func shapes(type: any Event.Type) { #expect(FactReader.isFrequent(type.type, type.version)) }

    @Test(
        "tell how requests ended",
        arguments: [
            #"{"request":"a","method":"m","seconds":0.000301,"error_code":-32602}"#,
            #"{"request":"a","method":"m","seconds":-0.0,"error_code":null}"#,
            #"{"request":"a","method":"m","seconds":5}"#, #"{"request":"a","method":"m","seconds":5,"error_code":1.5}"#,
            #"{"request":"a","method":"m","seconds":01}"#, #"{"request":"a","method":"m","seconds":1.}"#,
            #"{"request":"a","method":"m","seconds":9007199254740993,"error_code":-32000.0}"#,
        ])
    func ends(payload: String) { check(RequestCompleted.type, payload) }

    @Test("tell how tasks move on")
    func tasks() {
        check(TaskProgressed.type, #"{"task":"a","stage":"s","progress":0.5,"message":"working on the “film”"}"#)
        check(TaskProgressed.type, #"{"task":"a","stage":"s","progress":0.5}"#)
        check(TaskStageStarted.type, #"{"task":"a","stage":"s","more":[{}]}"#)
        check(TaskStageStarted.type, #"{"task":"a"}"#)
    }

    @Test(
        "hold what was measured",
        arguments: [
            #"{"values":{"a.b":1.5,"c":-2,"d":3.25}}"#, #"{"values":{}}"#, #"{"values":null}"#, "{}",
            #"{"values":{"a":1,"b":"x","c":2}}"#, #"{"values":{"a":1,"a":2}}"#,
            #"{"values":{"a":1},"families":[{"name":"f","kind":"counter","points":[{"value":3}]}]}"#,
        ])
    func samples(payload: String) { check(MetricsSampled.type, payload) }

    @Test("are those of each sample, though its names are others than those before")
    func names() {
        var reader = FactReader()
        for payload in [
            #"{"values":{"a":1,"b":2,"c":3}}"#, #"{"values":{"b":1,"a":2}}"#, #"{"values":{"a":1,"b":2,"c":3,"d":4}}"#,
        ] {
            let event = event(MetricsSampled.type, payload)
            #expect(
                reader.read(event, withFact: true).body(as: MetricsSampled.self)
                    == event.body(as: MetricsSampled.self))
        }
    }

    @Test("of other events are whole, and nothing is read where nothing is wanted")
    func others() {
        var reader = FactReader()
        let failed = event(
            TaskFailed.type, #"{"task":"a","stage":"s","code":"c","message":"m","hint":null}"#)
        #expect(reader.read(failed, withFact: true).body(as: TaskFailed.self) == failed.body(as: TaskFailed.self))
        #expect(!reader.read(failed, withFact: false).isRead)
        #expect(reader.read(event("task.failed", "{"), withFact: true).isRead)
    }

    @Test("are those of the whole event whatever the same reader read before", arguments: 0..<20)
    func sequences(seed: UInt64) {
        let objects = [
            #"{"a":1,"b":2.5,"c":3}"#, #"{"a":4,"b":5,"c":6}"#, #"{"a":1,"b":"x","c":3}"#, #"{"a":1,"x":"odd"}"#,
            #"{"a":1}"#,
            #"{"c":1,"b":2,"a":3}"#, "{}", #"{"a":1,"a":2,"b":3}"#, #"{"a":1,"b":2,"c":3,"d":4}"#, #"{"a\n":1,"b":2}"#,
            #"{"a":1,"b":2"#,
        ]
        var random = SeededGenerator(seed: seed)
        var reader = FactReader()
        for _ in 0..<200 {
            let values = objects[Int(random.next() % UInt64(objects.count))]
            let event = event(MetricsSampled.type, #"{"values":\#(values),"families":[]}"#)
            #expect(pruned(reader.read(event, withFact: true).body) == pruned(event.body), "\(values)")
        }
    }
}
