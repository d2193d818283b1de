// Keys and tables of published samples that say nothing to this service: accepted with a note, so that a
// configuration from there still loads.
extension Settings {
    /// Keys of `[app]` without effect, with the reason.
    static func reasonForNoEffect(ofKey key: String) -> String? {
        if let reason = foreignKeys[key] { return reason }
        let isProvider =
            providerSuffixes.contains { key.hasSuffix($0) }
            && providers.contains { key.hasPrefix($0 + "_") }
        return isProvider ? "only OpenAI-compatible endpoints are used: see [llm]" : nil
    }

    /// Whole tables without effect.
    static let foreignTables: Set<String> = [
        "azure", "characterbox", "database", "development", "google_tts", "gpt_sovits", "proxy", "siliconflow",
        "supabase", "ui", "video", "whisper",
    ]

    private static let foreignKeys = [
        "title": "the service names itself", "version": "the build knows its version", "debug": "see log_level",
        "gpu_enabled": "encoding is done on the CPU", "gpu_memory_limit": "encoding is done on the CPU",
        "temp_path": "everything lies in the [data] folder", "output_path": "everything lies in the [data] folder",
        "hide_config": "there is no such panel", "video_source": "scenes come from [materials] or are generated",
        "pexels_api_keys": "scenes come from [materials] or are generated",
        "pixabay_api_keys": "scenes come from [materials] or are generated",
        "subtitle_provider": "word times come from the voice", "imagemagick_path": "ImageMagick is not used",
        "ffmpeg_path": "ffmpeg is found on PATH",
    ]

    private static let providers = [
        "aihubmix", "aimlapi", "anthropic", "azure", "cloudflare", "deepseek", "ernie", "evolink", "g4f", "gemini",
        "grok", "groq", "litellm", "mimo", "minimax", "modelscope", "moonshot", "ollama", "oneapi", "pollinations",
        "qwen", "shengsuanyun", "volcengine",
    ]

    private static let providerSuffixes = [
        "_api_key", "_base_url", "_model_name", "_api_version", "_account_id", "_secret_key",
    ]
}
