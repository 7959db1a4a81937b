/** Training as a picture and on the console. */
package dev.adjoint.plot;
