/** Tests of what the starters have in common. */
@NullMarked
package dev.versioned.spring;

import org.jspecify.annotations.NullMarked;
