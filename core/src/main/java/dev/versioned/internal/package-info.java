/** What the library is made of; not exported, and free to change. */
@NullMarked
package dev.versioned.internal;

import org.jspecify.annotations.NullMarked;
