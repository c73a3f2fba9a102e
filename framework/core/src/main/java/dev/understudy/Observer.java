package dev.understudy;

/** Is told of what happens in a training. */
@FunctionalInterface
public interface Observer {

    /** Looks away. */
    Observer NONE = event -> {};

    /**
     * Called on the training's thread.
     *
     * @param event what happened
     */
    void on(Event event);
}
