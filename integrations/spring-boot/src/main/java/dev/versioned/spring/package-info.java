/** Repositories, live aliases and live deployments as beans of Spring Boot. */
@NullMarked
package dev.versioned.spring;

import org.jspecify.annotations.NullMarked;
