/** What the command line asks of a cluster, and what it is told by those who trained there. */
@NullMarked
package dev.understudy.cli.cluster;

import org.jspecify.annotations.NullMarked;
