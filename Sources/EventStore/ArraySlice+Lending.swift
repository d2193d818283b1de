/// Looking at events without counting references to them: whatever holds the slice holds them.
///
/// Events are looked at on other threads than those that made them, and each counted look is two atomic changes of memory
/// that the other processor has.
extension ArraySlice<RecordedEvent> {
    @inline(__always)
    func lend<Result>(_ index: Int, _ body: (RecordedEvent) -> Result) -> Result {
        withUnsafeBufferPointer { events in
            Unmanaged.passUnretained(events[index - startIndex])._withUnsafeGuaranteedRef(body)
        }
    }

    @inline(__always)
    func lendEach(_ body: (RecordedEvent) -> Void) {
        for index in indices { lend(index, body) }
    }
}
