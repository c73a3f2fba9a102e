package dev.understudy.dataset.internal.decode;

import java.io.IOException;

/** An image in a file of some format, whose header is read. */
interface EncodedImage {

    /** As the header announces it, not yet believed. */
    int width();

    /** As the header announces it, not yet believed. */
    int height();

    /**
     * Decodes the pixels, as they lie in the file.
     *
     * @throws IOException where they are damaged, or of a kind that is not read
     */
    DecodedImage decode() throws IOException;
}
