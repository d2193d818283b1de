import CMalloc

/// What the process asks of the C library's allocator, which by itself keeps most of what is freed.
public enum Allocator {
    /// Large pieces are given back to the system as soon as they are freed, and what is freed beside them soon after.
    ///
    /// By default the bound of "large" grows up to 32 MB with the pieces that come and go, and each thread may have a heap
    /// of its own: a service that once put a large answer together would keep its room.
    public static func configure() {
        mallopt(M_MMAP_THRESHOLD, 1 << 20)
        mallopt(M_TRIM_THRESHOLD, 4 << 20)
        mallopt(M_ARENA_MAX, 2)
    }

    /// Gives back whatever is free now.
    static func giveBack() { _ = malloc_trim(0) }
}
