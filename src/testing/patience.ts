import { configure } from "@testing-library/react";

// What the page loads on demand comes late on a busy machine; that it comes is what a test asks.
configure({ asyncUtilTimeout: 20_000 });
