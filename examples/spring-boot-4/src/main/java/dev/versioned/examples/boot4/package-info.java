/** A web application under Spring Boot 4. */
package dev.versioned.examples.boot4;
