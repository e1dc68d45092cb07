/** The health indicator for Spring Boot 3. */
@NullMarked
package dev.versioned.spring.boot3;

import org.jspecify.annotations.NullMarked;
