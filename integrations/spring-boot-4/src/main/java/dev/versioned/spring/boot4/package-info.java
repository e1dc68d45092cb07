/** The health indicator for Spring Boot 4. */
@NullMarked
package dev.versioned.spring.boot4;

import org.jspecify.annotations.NullMarked;
