package dev.understudy.dataset.internal.download;

import dev.understudy.dataset.internal.digest.Checksum;
import java.net.URI;

/**
 * A file that has an official place.
 *
 * @param place the address of its folder, with a slash at the end
 * @param name its name there
 * @param size in bytes
 */
public record RemoteFile(String place, String name, long size, Checksum checksum) {

    URI address() {
        return URI.create(place + name);
    }

    public RemoteFile at(String otherPlace) {
        return new RemoteFile(otherPlace, name, size, checksum);
    }
}
