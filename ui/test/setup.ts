import { vi } from 'vitest';

// Node has no navigator before version 21; the words ask it for the languages.
vi.stubGlobal('navigator', { languages: ['en-GB'], platform: 'Linux' });
