package waymark.app.config;

/** The result of loading a configuration file: the configuration, or every problem of the file. */
public sealed interface Loaded permits Configuration, Problems {}
