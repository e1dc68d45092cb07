/** A web application under Spring Boot 3. */
package dev.versioned.examples.boot3;
