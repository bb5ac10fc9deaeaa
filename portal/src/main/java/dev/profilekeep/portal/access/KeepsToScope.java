package dev.profilekeep.portal.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A call of the API, a method of a service, or a view that shows and changes nothing beyond the scope of whoever asks. What is without
 * it is closed to those whose roles for it have a scope: whoever adds one has to think of it before it is open.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface KeepsToScope {}
