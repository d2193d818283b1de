import Testing

@testable import EventStore

@Suite("Who commits what waits for the writer")
struct WriteQueueStateTests {
    private func job(_ durability: Durability = .committed) throws -> WriteQueue.Job {
        let proposal = Proposal([progressed(1)], to: StreamName("task", "one"), durability: durability)
        return WriteQueue.Job(proposal, try ProposedEvent.encode(proposal))
    }

    /// With a writer's thread that has nothing to do, and sleeps.
    private func idle() -> WriteQueue.State {
        var state = WriteQueue.State(eventLimit: 1000, byteLimit: 1 << 20, fullCount: 1024)
        #expect(state.take(waited: nil, seen: nil, after: 0).isWait(.long))
        return state
    }

    /// A task has promised to commit for so many, and does it.
    private func crowd(_ count: Int) throws -> WriteQueue.State {
        var state = idle()
        #expect(state.add(try job(), by: .task) == .promise(wakes: true))
        for _ in 1..<count { #expect(state.add(try job(), by: .task) == .nothing) }
        #expect(state.redeem().jobs?.count == count)
        return state
    }

    @Test("the first task of many promises to commit, and wakes the thread to see to it once")
    func promise() throws {
        var state = try crowd(2)
        #expect(state.giveBack([], needsUpkeep: false, to: .task) == .nothing)
        #expect(state.add(try job(), by: .task) == .promise(wakes: false))
    }

    @Test("in a crowd it is promised before anybody has come again; where nobody does, somebody else can promise")
    func crowdComesAgain() throws {
        var state = try crowd(4)
        #expect(state.giveBack([], needsUpkeep: false, to: .task) == .promise(wakes: false))
        #expect(state.redeem().jobs == nil)
        #expect(state.add(try job(), by: .task) == .promise(wakes: false))
    }

    @Test("the thread commits what a task does not in time, and leaves alone what is going on")
    func guarded() throws {
        var state = try crowd(4)
        #expect(state.take(waited: nil, seen: nil, after: 0).isWait(.linger))
        _ = state.giveBack([], needsUpkeep: false, to: .task)
        _ = state.add(try job(), by: .task)
        #expect(state.take(waited: .linger, seen: state.activity - 1, after: 0).isWait(.linger))
        guard case .work(let group) = state.take(waited: .linger, seen: state.activity, after: 0) else {
            Issue.record("the promise is not kept")
            return
        }
        #expect(group.jobs.count == 1)
        #expect(state.redeem().jobs == nil)
    }

    @Test("that a task has had nothing to commit is no lull")
    func noLull() throws {
        var state = try crowd(4)
        _ = state.giveBack([], needsUpkeep: false, to: .task)
        #expect(state.take(waited: .linger, seen: state.activity, after: 0).isWait(.lull))
        guard case .work(let group) = state.take(waited: .lull, seen: state.activity, after: 0) else {
            Issue.record("there is no lull")
            return
        }
        #expect(group.isLull)
    }

    @Test("a loop need not wait for a task's promise")
    func loop() throws {
        var state = idle()
        _ = state.add(try job(), by: .task)
        #expect(state.add(try job(), by: .loop) == .promise(wakes: false))
        #expect(state.add(try job(), by: .loop) == .nothing)
        #expect(state.redeem().jobs?.count == 3)
    }

    @Test("the thread leaves a crowd of tasks to one of them, and others to nobody", arguments: [3, 4])
    func delegate(count: Int) throws {
        var state = WriteQueue.State(eventLimit: 1000, byteLimit: 1 << 20, fullCount: 1)
        for _ in 0..<count { #expect(state.add(try job(), by: .task) == .nothing) }
        switch state.take(waited: nil, seen: nil, after: 0) {
        case .delegate: #expect(count == 4)
        case .work(let group): #expect(group.jobs.count == 3 && count == 3)
        case .wait: Issue.record("they wait")
        }
    }

    @Test("the thread does what has to be synced, whatever was promised")
    func synced() throws {
        var state = try crowd(4)
        _ = state.giveBack([], needsUpkeep: false, to: .task)
        #expect(state.add(try job(.synced), by: nil) == .nothing)
        #expect(state.hurry() == .wake)
        #expect(state.redeem().jobs == nil)
    }

    @Test("what could not be committed comes first, and the thread commits it")
    func givenBack() throws {
        var state = try crowd(4)
        #expect(state.add(try job(), by: .task) == .nothing)
        #expect(state.giveBack(try (0..<4).map { _ in try job() }, needsUpkeep: false, to: .task) == .wake)
        #expect(state.events == 5)
    }
}

extension WriteQueue.Step {
    fileprivate func isWait(_ expected: WriteQueue.Wait) -> Bool {
        if case .wait(let wait) = self { wait == expected } else { false }
    }
}
