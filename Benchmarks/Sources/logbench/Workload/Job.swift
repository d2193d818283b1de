import EventStore

/// A task made by a call: its own stream, within the call's trace, a new span for every step of the worker.
struct Job {
    private let task: String
    private let trace: TraceContext
    private let principal: String
    private let worker: String
    private var step = 0
    private var revision: UInt64 = 0
    private var stageStart: Timestamp
    private let start: Timestamp

    /// Steps of one stage: started, three times progressed, completed.
    private static let stageSteps = 5
    private static let stepCount = 2 + Vocabulary.stages.count * stageSteps + 1

    init(of call: Call, at time: Timestamp, _ random: inout Seeded) {
        task = call.task
        trace = call.trace
        principal = call.principal
        worker = random.pick(Vocabulary.hosts)
        stageStart = time
        start = time
    }

    var isOver: Bool { step == Self.stepCount }

    mutating func next(at time: Timestamp, _ random: inout Seeded) -> WorkloadBatch {
        let events = events(at: time, &random)
        defer {
            step += 1
            revision += UInt64(events.count)
        }
        return WorkloadBatch(
            stream: "task-\(task)", revision: revision,
            trace: TraceContext(traceID: trace.traceID, spanID: random.spanID()), principal: principal, time: time,
            events: events)
    }

    private mutating func events(at time: Timestamp, _ random: inout Seeded) -> [WorkloadEvent] {
        if step == 0 { return [created(&random)] }
        if step == 1 { return [claimed()] }
        if step == Self.stepCount - 1 { return [completed(at: time)] }
        let (index, part) = (step - 2).quotientAndRemainder(dividingBy: Self.stageSteps)
        let stage = Vocabulary.stages[index]
        if part == 0 {
            stageStart = time
            return [WorkloadEvent(kind: .taskStageStarted, payload: JSONText.object { head(&$0, stage) })]
        }
        if part == Self.stageSteps - 1 {
            let seconds = max(100, Int(time.nanoseconds - stageStart.nanoseconds) / 1000)
            return [stageCompleted(stage, seconds, &random), stageSpan(stage, seconds, &random)]
        }
        return [progressed(stage, at: step)]
    }

    private func head(_ json: inout JSONText, _ stage: String? = nil) {
        json.string("task", task)
        if let stage { json.string("stage", stage) }
    }

    private func created(_ random: inout Seeded) -> WorkloadEvent {
        let payload = JSONText.object { json in
            head(&json)
            json.string("kind", "video")
            json.string("tool", "create_video")
            json.object("input") { json in
                json.string("video_subject", random.text(words: 3))
                json.string("video_script", "")
                json.string("video_aspect", "9:16")
                json.string("voice_name", "")
                json.string("bgm_type", "random")
                json.bool("subtitle_enabled", true)
                json.int("paragraph_number", 1 + random.below(3))
                json.micros("voice_rate", 1_000_000)
                json.micros("bgm_volume", 200_000)
                json.string("subtitle_position", "bottom")
                json.string("quality", random.chance(70) ? "standard" : "draft")
            }
            json.micros("estimated_seconds", 20_000_000 + random.below(40_000_000))
        }
        return WorkloadEvent(kind: .taskCreated, payload: payload)
    }

    private func claimed() -> WorkloadEvent {
        let payload = JSONText.object { json in
            head(&json)
            json.string("worker", worker)
            json.int("attempt", 1)
        }
        return WorkloadEvent(kind: .taskClaimed, payload: payload)
    }

    private func progressed(_ stage: String, at step: Int) -> WorkloadEvent {
        let payload = JSONText.object { json in
            head(&json, stage)
            json.micros("progress", step * 1_000_000 / Self.stepCount / 1000 * 1000)
            json.string("message", "working on the \(stage)")
        }
        return WorkloadEvent(kind: .taskProgressed, payload: payload)
    }

    private func stageCompleted(_ stage: String, _ seconds: Int, _ random: inout Seeded) -> WorkloadEvent {
        let payload = JSONText.object { json in
            head(&json, stage)
            json.string("key", (0..<4).map { _ in random.spanID().hex }.joined())
            json.strings("outputs", ["tasks/\(task)/\(stage).bin"])
            json.object("result") { json in
                json.int("bytes", random.below(9_000_000))
                json.int("width", 1080)
                json.int("height", 1920)
            }
            json.micros("seconds", seconds)
            json.micros("cpu_seconds", random.duration(typical: 900_000) / 10_000 * 10_000)
        }
        return WorkloadEvent(kind: .taskStageCompleted, payload: payload)
    }

    private func stageSpan(_ stage: String, _ seconds: Int, _ random: inout Seeded) -> WorkloadEvent {
        let payload = JSONText.object { json in
            json.string("name", "stage \(stage)")
            json.string("kind", "internal")
            json.string("parent", trace.spanID.hex)
            json.string("start", stageStart.iso8601)
            json.micros("seconds", seconds)
            json.string("status", "ok")
            json.object("attributes") { json in
                json.string("task.id", task)
                json.string("task.stage", stage)
                json.micros("process.cpu.seconds", random.duration(typical: 900_000) / 10_000 * 10_000)
            }
        }
        return WorkloadEvent(kind: .spanEnded, payload: payload)
    }

    private func completed(at time: Timestamp) -> WorkloadEvent {
        let payload = JSONText.object { json in
            head(&json)
            json.object("result") { json in
                json.strings(
                    "result_urls",
                    ["final.mp4", "poster.jpg", "captions.srt"].map { "http://127.0.0.1:8081/v1/videos/\(task)/\($0)" })
                json.micros("duration", 30_000_000)
            }
            json.micros("seconds", max(100, Int(time.nanoseconds - start.nanoseconds) / 1000))
        }
        return WorkloadEvent(kind: .taskCompleted, payload: payload)
    }
}
