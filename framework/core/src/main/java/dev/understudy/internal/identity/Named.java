package dev.understudy.internal.identity;

/** Something that its author has given a name, which stands for all that cannot be told of it. */
public interface Named {

    /**
     * The name.
     *
     * @return the same in every process
     */
    String name();

    /**
     * What is named.
     *
     * @return the object
     */
    Object what();
}
