package dev.understudy.dataset.internal.decode;

/**
 * An image's pixels as they lie in its file.
 *
 * @param planes its colours
 * @param orientation how the camera was held, as EXIF counts it: 1 to 8; 1 where the file does not say
 */
record DecodedImage(Planes planes, int orientation) {

    /** The image as it was seen. */
    Planes upright() {
        return planes.turned(orientation);
    }
}
