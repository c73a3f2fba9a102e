/** The paper's networks. */
@NullMarked
package dev.understudy.network;

import org.jspecify.annotations.NullMarked;
