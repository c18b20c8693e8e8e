/** The version of Ringlight, put in when the window is built. */
declare const VERSION: string;
