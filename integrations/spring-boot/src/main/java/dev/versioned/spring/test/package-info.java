/** The embedded stack for tests of Spring Boot applications. */
@NullMarked
package dev.versioned.spring.test;

import org.jspecify.annotations.NullMarked;
