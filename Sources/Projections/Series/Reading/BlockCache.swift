import Synchronization

/// Blocks that were read lately, up to so many bytes.
final class BlockCache: Sendable {
    private struct State {
        var blocks: [String: (contents: BlockContents, used: Int)] = [:]
        var bytes = 0
        var clock = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    subscript(heading: BlockHeading) -> BlockContents? { self[heading.name] }

    subscript(name: String) -> BlockContents? {
        state.withLock { state in
            state.clock += 1
            state.blocks[name]?.used = state.clock
            return state.blocks[name]?.contents
        }
    }

    /// Keeps a block, in place of those that were not used for longest; the newest stays even where it alone exceeds
    /// the limit.
    func keep(_ contents: BlockContents, as name: String) {
        state.withLock { state in
            state.clock += 1
            if let old = state.blocks.removeValue(forKey: name) { state.bytes -= old.contents.size }
            state.blocks[name] = (contents, state.clock)
            state.bytes += contents.size
            while state.bytes > limit, state.blocks.count > 1,
                let oldest = state.blocks.min(by: { $0.value.used < $1.value.used })?.key
            {
                state.bytes -= state.blocks.removeValue(forKey: oldest)?.contents.size ?? 0
            }
        }
    }

    func remove(_ name: String) {
        state.withLock { state in
            if let old = state.blocks.removeValue(forKey: name) { state.bytes -= old.contents.size }
        }
    }
}

extension BlockHeading {
    /// What its bytes are called among the log's snapshots.
    var name: String { level == 0 ? "series/block/\(number)" : "series/block/\(number).\(level)" }
}
