package dev.understudy.internal.gradient;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks code in which nothing is differentiated, so that DJL's arithmetic with plain numbers is safe. */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface OutsideAutograd {}
