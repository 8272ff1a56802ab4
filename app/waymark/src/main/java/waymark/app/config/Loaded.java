package waymark.app.config;

/** What came of loading a configuration: all of it, or all that is wrong with it. */
public sealed interface Loaded permits Configuration, Problems {}
