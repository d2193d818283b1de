import EventStore
import Projections
import TestKit
import Testing

@Suite("Quotas")
struct QuotasTests {
    private let quotas = LimitQuotasSet(
        base: TaskQuotas(openTasks: 3, tasksADay: 5, videoSecondsADay: 100, diskBytes: 1000),
        roles: ["viewer": TaskQuotas(openTasks: 1, tasksADay: 1, videoSecondsADay: 10, diskBytes: 10)])
    private let ann = EventMetadata(principal: "ann")

    private func created(
        _ task: String, by user: String = "ann", kind: TaskKind = .video, parent: String? = nil, tasks: Int = 1,
        seconds: Int = 20, after: Double = 1
    ) -> Happening {
        let charge = parent == nil ? TaskCharge(role: "user", tasks: tasks, videoSeconds: seconds) : nil
        return Happening(
            TaskCreated(
                task: task, kind: kind, tool: "create_video", input: [:], parent: parent, estimatedSeconds: 1,
                charge: charge), after: after, metadata: EventMetadata(principal: user))
    }

    private func done(_ task: String, seconds: Double = 20, after: Double = 1) -> Happening {
        Happening(
            TaskCompleted(task: task, result: ["duration": .double(seconds)], seconds: 1), after: after, metadata: ann)
    }

    private func stage(_ task: String, _ files: [String: Int]) -> Happening {
        let outputs = files.sorted { $0.key < $1.key }.map { StageOutput(path: $0.key, bytes: $0.value, sha256: "00") }
        return Happening(
            TaskStageCompleted(
                task: task, stage: "voice", key: "k", outputs: outputs, result: [:], seconds: 1, cpuSeconds: 0),
            metadata: ann)
    }

    private func refusal(
        _ happenings: [Happening], _ charge: TaskCharge = TaskCharge(role: "user", videoSeconds: 20), later: Double = 0
    ) -> QuotaRefusal? {
        let given = Given(Quotas.self, [Happening(quotas)] + happenings)
        let now = given.now.advanced(bySeconds: later)
        return given.value.refusal(of: charge, use: given.value.use(of: "ann"), at: now)
    }

    @Test("refuse nothing while none are set, and nothing to the operator")
    func open() {
        let many = (0..<10).map { created("t\($0)") }
        let given = Given(Quotas.self, many)
        let charge = TaskCharge(role: "user")
        #expect(given.value.refusal(of: charge, use: given.value.use(of: "ann"), at: given.now) == nil)
        #expect(refusal(many, TaskCharge(role: nil)) == nil)
        #expect(refusal(many)?.quota != nil)
    }

    @Test("of open tasks are full with the third, and have room again when one is over")
    func openTasks() throws {
        let three = (0..<3).map { created("t\($0)", seconds: 0) }
        #expect(refusal(Array(three.dropLast()), TaskCharge(role: "user")) == nil)
        let refused = try #require(refusal(three, TaskCharge(role: "user")))
        #expect(refused.quota == .openTasks && refused.limit == 3 && refused.used == 3 && refused.asked == 1)
        #expect(refused.retrySeconds == 10)
        let failed = TaskFailed(task: "t1", stage: "voice", code: "timed_out", message: "", hint: nil)
        #expect(refusal(three + [Happening(failed)], TaskCharge(role: "user")) == nil)
        #expect(refusal(three + [Happening(TaskCancelled(task: "t1", reason: ""))], TaskCharge(role: "user")) == nil)
    }

    @Test("of tasks a day begin anew at midnight UTC")
    func daily() throws {
        let five = (0..<5).flatMap { [created("t\($0)", seconds: 0), done("t\($0)", seconds: 0)] }
        let refused = try #require(refusal(five, TaskCharge(role: "user")))
        #expect(refused.quota == .tasksADay && refused.used == 5)
        let wait = try #require(refused.retrySeconds)
        #expect(wait > 0 && wait <= 86_400)
        #expect(refusal(five, TaskCharge(role: "user"), later: wait - 1) != nil)
        #expect(refusal(five, TaskCharge(role: "user"), later: wait) == nil)
    }

    @Test("of video count what was made, and what open tasks are expected to make")
    func video() throws {
        // 70 made in place of the 20 expected, and 20 to come.
        let tasks = [created("a"), done("a", seconds: 69.2), created("b")]
        let refused = try #require(refusal(tasks, TaskCharge(role: "user", videoSeconds: 11)))
        #expect(refused.quota == .videoSecondsADay && refused.used == 90 && refused.asked == 11)
        #expect(refusal(tasks, TaskCharge(role: "user", videoSeconds: 10)) == nil)
        // What can never fit is not promised for tomorrow.
        #expect(refusal([], TaskCharge(role: "user", videoSeconds: 101))?.retrySeconds == nil)
    }

    @Test("of the disk count each file once, until the log says that they are gone")
    func disk() throws {
        let first = [created("a"), stage("a", ["tasks/a/voice.wav": 600])]
        #expect(refusal(first) == nil)
        let again = first + [stage("a", ["tasks/a/voice.wav": 700, "tasks/a/final.mp4": 299])]
        #expect(refusal(again) == nil)
        let full = again + [stage("a", ["tasks/a/poster.jpg": 1]), done("a")]
        let refused = try #require(refusal(full))
        #expect(refused.quota == .diskBytes && refused.used == 1000 && refused.retrySeconds == nil)
        let given = Given(Quotas.self, [Happening(quotas)] + full)
        #expect(given.value.filed.map(\.task) == ["a"] && given.value.filed.map(\.bytes) == [1000])
        #expect(refusal(full + [Happening(TaskFilesRemoved(task: "a", bytes: 1000))]) == nil)
    }

    @Test("charge a batch for all its videos at once, and none of them twice")
    func batch() {
        let batch = [created("batch_1", kind: .batch, tasks: 3)]
        let begun = batch + (0..<2).map { created("c\($0)", parent: "batch_1") }
        for happenings in [batch, begun] {
            let value = Given(Quotas.self, happenings).value
            #expect(value.use(of: "ann").openTasks == 3 && value.use(of: "ann").openVideoSeconds == 60)
            #expect(value.openTasks == 3 && value.use(of: "ann").tasks == 3)
        }
        let ended = begun + [done("c0"), done("c1"), created("c2", parent: "batch_1"), done("c2"), done("batch_1")]
        let use = Given(Quotas.self, ended).value.use(of: "ann")
        #expect(use.openTasks == 0 && use.openVideoSeconds == 0 && use.videoSeconds == 60 && use.tasks == 3)
    }

    @Test("give up what a batch has not begun when it ends")
    func cancelledBatch() {
        let happenings = [
            created("batch_1", kind: .batch, tasks: 3), created("c0", parent: "batch_1"),
            Happening(TaskCancelled(task: "batch_1", reason: "")),
        ]
        #expect(Given(Quotas.self, happenings).value.use(of: "ann").openTasks == 1)
        let all = happenings + [Happening(TaskCancelled(task: "c0", reason: ""))]
        #expect(Given(Quotas.self, all).value.use(of: "ann").openTasks == 0)
    }

    @Test("are those of the caller's role where it has its own")
    func roles() {
        #expect(refusal([], TaskCharge(role: "viewer", videoSeconds: 11))?.limit == 10)
        #expect(refusal([], TaskCharge(role: "user", videoSeconds: 11)) == nil)
    }

    @Test("say in words and numbers what is full")
    func words() throws {
        let refused = try #require(refusal((0..<3).map { created("t\($0)", seconds: 0) }, TaskCharge(role: "user")))
        #expect(refused.message.hasPrefix("Quota open-tasks exceeded: 3 of 3 are used and this asks for 1"))
        #expect(
            refused.data == [
                "reason": "quota_exceeded", "quota": "open-tasks", "limit": 3, "used": 3, "asked": 1,
                "retryAfterSeconds": 10,
            ])
    }

    @Test("are shown with whoever is nearest to their end first")
    func table() throws {
        let given = Given(
            Quotas.self, [Happening(quotas), created("a", by: "tom"), created("b"), created("c")])
        let json = given.value.json(at: given.now)
        #expect(json["users"]?.array?.map { $0["user"] } == ["ann", "tom"])
        #expect(json["users"]?[0]?["used"]?["open-tasks"] == 2 && json["open_tasks"] == 3)
        #expect(json["roles"]?["viewer"]?["disk-bytes"] == 10)
        let usage = try #require(given.value.usage(at: given.now).first { $0.quota == .openTasks && $0.role == nil })
        #expect(usage.users == 2 && usage.mostUsed == 2 && usage.limit == 3)
    }
}
