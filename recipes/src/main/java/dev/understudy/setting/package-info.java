/** How published results were trained, so that recipes can be compared with them. */
@NullMarked
package dev.understudy.setting;

import org.jspecify.annotations.NullMarked;
