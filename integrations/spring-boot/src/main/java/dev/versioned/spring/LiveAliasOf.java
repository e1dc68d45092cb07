package dev.versioned.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Injects what follows an alias: {@code @LiveAliasOf("checkout/LIVE") LiveAlias live}. The alias
 * need not be among the properties; then it is followed with the defaults, from the first injection
 * until the context is closed. A {@code LiveDeployment} is injected if the properties name its
 * loader.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER})
public @interface LiveAliasOf {

  /**
   * Names artifact and alias.
   *
   * @return such as {@code checkout/LIVE}
   */
  String value();
}
