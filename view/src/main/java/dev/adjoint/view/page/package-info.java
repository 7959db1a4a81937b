/** Graphs as pictures: an SVG file, and a page of one file to step through evaluation and backpropagation. */
package dev.adjoint.view.page;
