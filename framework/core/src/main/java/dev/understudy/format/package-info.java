/** Files of networks from elsewhere: what they are, what they call their layers, how their images were normalised. */
@NullMarked
package dev.understudy.format;

import org.jspecify.annotations.NullMarked;
