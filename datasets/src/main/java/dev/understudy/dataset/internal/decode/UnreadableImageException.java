package dev.understudy.dataset.internal.decode;

import java.io.IOException;

/** Says in words why an image is not read; the file's name is put in front. */
final class UnreadableImageException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableImageException(String message, Throwable cause) {
        super(message, cause);
    }

    UnreadableImageException(String message) {
        super(message);
    }
}
